package dev.holdfast.scoring.alert;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes alerts to files of JSON lines in a folder, each line {@code {"key": ..., "alert": ...}}. A
 * file gets its name when it is whole.
 */
public final class AlertFiles implements Receiver {
  private final Path folder;
  private final String name;
  private final Configuration configuration;
  private int files;

  /**
   * @param name what the files' names begin with, which no other run's do
   */
  public AlertFiles(String folder, String name, Configuration configuration) {
    this.folder = new Path(folder);
    this.name = name;
    this.configuration = configuration;
  }

  @Override
  public List<Attempt> tell(List<Alert> alerts) {
    StringBuilder lines = new StringBuilder();
    for (Alert alert : alerts) {
      lines.append("{\"key\":\"%s\",\"alert\":%s}%n".formatted(alert.key(), alert.payload()));
    }
    files++;
    Path whole = new Path(folder, "%s-%d.jsonl".formatted(name, files));
    Path part = new Path(folder, "." + whole.getName() + ".part");
    Optional<String> failure = Optional.empty();
    try {
      FileSystem system = folder.getFileSystem(configuration);
      try (OutputStream out = system.create(part, true)) {
        out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
      }
      if (!system.rename(part, whole)) {
        failure = Optional.of("%s cannot be named %s".formatted(part, whole));
      }
    } catch (IOException failed) {
      failure = Optional.of(String.valueOf(failed.getMessage()));
    }
    Optional<String> of = failure;
    return alerts.stream().map(alert -> new Attempt(alert, 1, of)).toList();
  }

  @Override
  public void close() {
    // Each file is closed when it is written.
  }
}
