package dev.holdfast.look;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A terminal: tables as text, charts as files that are named. */
record TerminalPage(PrintStream out) implements Page {
  private static final Path FOLDER = Path.of(".holdfast", "pictures");

  @Override
  public void show(Grid grid) {
    out.println(grid.text());
  }

  @Override
  public void show(Plot plot) {
    String name = plot.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    Path file = FOLDER.resolve(name.replaceAll("^-|-$", "") + ".png");
    try {
      Files.createDirectories(FOLDER);
      Files.write(file, Picture.png(plot));
    } catch (IOException unwritable) {
      throw new UncheckedIOException("Cannot write the chart to " + file, unwritable);
    }
    out.println(plot.title() + ": " + file);
  }

  @Override
  public void say(String sentence) {
    out.println(sentence);
  }
}
