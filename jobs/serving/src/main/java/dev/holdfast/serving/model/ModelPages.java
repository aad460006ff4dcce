package dev.holdfast.serving.model;

import dev.holdfast.table.TablePlaces;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Model cards as HTML pages for people, where somebody made them; read when they are asked for. */
public final class ModelPages {
  private final TablePlaces places;
  private final Configuration configuration;

  public ModelPages(TablePlaces places, Configuration configuration) {
    this.places = places;
    this.configuration = configuration;
  }

  /** Whether a model version has one. */
  public boolean has(int version) {
    Path path = path(version);
    try {
      return path.getFileSystem(configuration).exists(path);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The page of a model version, in UTF-8. */
  public Optional<byte[]> page(int version) {
    Path path = path(version);
    try (InputStream page = path.getFileSystem(configuration).open(path)) {
      return Optional.of(page.readAllBytes());
    } catch (FileNotFoundException none) {
      return Optional.empty();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Path path(int version) {
    return new Path(places.card(version));
  }
}
