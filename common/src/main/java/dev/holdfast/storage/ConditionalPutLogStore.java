package dev.holdfast.storage;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes the logs of Delta tables on S3 such that of any number of writers of one commit exactly
 * one succeeds, whichever processes and machines they are.
 *
 * <p>Every writer of a table must use it; {@code Sessions} sets it for {@code s3a}.
 */
public final class ConditionalPutLogStore extends HadoopFileSystemLogStore {

  /** Made by Delta, by the name of the class. */
  public ConditionalPutLogStore(Configuration configuration) {
    super(configuration);
  }

  /**
   * Writes a file of some lines.
   *
   * @throws java.nio.file.FileAlreadyExistsException if it is there already and may not be written
   *     over
   */
  @Override
  public void write(
      Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
      throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    while (actions.hasNext()) {
      lines.write(actions.next().getBytes(StandardCharsets.UTF_8));
      lines.write('\n');
    }
    ConditionalPuts puts = new ConditionalPuts(path.getFileSystem(configuration));
    if (overwrite) {
      puts.replace(path, lines.toByteArray());
    } else {
      puts.create(path, lines.toByteArray());
    }
  }

  /** A file on S3 is there when all of it is. */
  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration configuration) {
    return false;
  }
}
