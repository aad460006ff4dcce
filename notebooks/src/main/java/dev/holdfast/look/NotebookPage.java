package dev.holdfast.look;

import java.util.Base64;
import java.util.Map;
import org.rapaio.jupyter.kernel.MainApp;
import org.rapaio.jupyter.kernel.display.DisplayData;

/** The output of a notebook's cell. Everything has a plain form too, for readers without HTML. */
record NotebookPage() implements Page {
  private static final String PNG = "image/png";

  @Override
  public void show(Grid grid) {
    DisplayData data = DisplayData.fromHtml(grid.html());
    data.putText(grid.text());
    MainApp.kernel.display(data);
  }

  @Override
  public void show(Plot plot) {
    DisplayData data = DisplayData.fromText(plot.title());
    data.putData(PNG, Base64.getEncoder().encodeToString(Picture.png(plot)));
    data.putMetaData(PNG, Map.of("width", Picture.WIDTH, "height", Picture.HEIGHT));
    MainApp.kernel.display(data);
  }

  @Override
  public void say(String sentence) {
    DisplayData data =
        DisplayData.fromHtml(
            "<p style=\"font-size:115%;border-left:4px solid #1f5f8b;padding-left:10px\">"
                + Grid.escaped(sentence)
                + "</p>");
    data.putText(sentence);
    MainApp.kernel.display(data);
  }
}
