package dev.holdfast.card;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes a page as HTML that needs nothing beside it: scripts, style and data are within. */
final class PageWriter {

  private PageWriter() {}

  static String html(Page page) {
    StringOutput html = new StringOutput(1 << 20);
    TemplateEngine.createPrecompiled(ContentType.Html)
        .render(
            "card.jte",
            Map.of(
                "page", page,
                "style", text("card.css"),
                "scripts",
                    String.join(
                        "\n",
                        text("scripts/vega.min.js"),
                        text("scripts/vega-lite.min.js"),
                        text("card.js"))),
            html);
    return html.toString();
  }

  private static String text(String name) {
    try (InputStream file = PageWriter.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
