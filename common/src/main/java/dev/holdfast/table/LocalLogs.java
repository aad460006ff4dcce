package dev.holdfast.table;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes the logs of Delta tables on a local disk: each file whole or not at all, and a commit
 * never over another, whichever process wrote it.
 *
 * <p>Delta's own way there asks Hadoop for links and permissions, which, without its native
 * library, starts some twenty processes for every commit, one after the other.
 */
public final class LocalLogs extends HadoopFileSystemLogStore {

  /** Made by Delta, by the name of the class. */
  public LocalLogs(Configuration configuration) {
    super(configuration);
  }

  /**
   * Writes a file of some lines.
   *
   * @throws FileAlreadyExistsException if it is there already and may not be written over
   */
  @Override
  public void write(
      Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
      throws IOException {
    java.nio.file.Path target = java.nio.file.Path.of(path.toUri().getPath());
    java.nio.file.Path whole =
        target.resolveSibling("." + path.getName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (BufferedWriter lines = Files.newBufferedWriter(whole)) {
        while (actions.hasNext()) {
          lines.write(actions.next());
          lines.write('\n');
        }
      }
      if (overwrite) {
        // What Hadoop noted of the file that was there is not true of this one.
        Files.deleteIfExists(target.resolveSibling("." + path.getName() + ".crc"));
        Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
      } else {
        // A second name for the file, which unlike a new name for it fails where there is one.
        Files.createLink(target, whole);
      }
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration configuration) {
    return false;
  }
}
