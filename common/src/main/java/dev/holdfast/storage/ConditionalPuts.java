package dev.holdfast.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.s3a.RemoteFileChangedException;

/**
 * Small files on S3 that are written only where there is none: a PUT with {@code If-None-Match: *}.
 */
public final class ConditionalPuts {
  private final FileSystem files;

  /** Small files in the buckets of {@code files}, which is an {@code S3AFileSystem}. */
  public ConditionalPuts(FileSystem files) {
    this.files = files;
  }

  /**
   * Writes a file that is not there yet.
   *
   * <p>An attempt may succeed and its answer be lost. The client then tries again and is refused
   * for the sake of its own file, or gives up. So what is stored decides: the bytes that were to be
   * written are proof of success, as no other writer has them. A commit of a table holds the
   * identity of its transaction.
   *
   * @throws FileAlreadyExistsException if somebody else's file is there; nothing was written
   * @throws IOException if it is not known whether the file was written
   */
  public void create(Path path, byte[] content) throws IOException {
    try {
      put(path, content);
    } catch (IOException failed) {
      if (!isStored(path, content, failed)) {
        throw failed;
      }
    }
  }

  /** Writes a file, over another if there is one. */
  public void replace(Path path, byte[] content) throws IOException {
    try (FSDataOutputStream out = files.create(path, true)) {
      out.write(content);
    }
  }

  /**
   * Whether the store keeps the condition, found out with a file in {@code folder} that is gone
   * afterwards.
   */
  public boolean areHonoured(Path folder) throws IOException {
    Path probe = new Path(folder, ".conditional-put-" + UUID.randomUUID());
    boolean known = files.exists(folder);
    try {
      put(probe, new byte[] {1});
      put(probe, new byte[] {2});
      return false;
    } catch (RemoteFileChangedException | org.apache.hadoop.fs.FileAlreadyExistsException kept) {
      return true;
    } finally {
      files.delete(probe, false);
      if (!known) {
        forget(folder);
      }
    }
  }

  // Hadoop marks a folder whose last file is deleted, so that it seems to be there still.
  private void forget(Path folder) throws IOException {
    try {
      files.delete(folder, false);
    } catch (PathIsNotEmptyDirectoryException inUse) {
      return;
    }
  }

  private void put(Path path, byte[] content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = files.createFile(path);
    builder.recursive();
    builder.overwrite(true);
    builder.must(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
    try (FSDataOutputStream out = builder.build()) {
      out.write(content);
    }
  }

  private boolean isStored(Path path, byte[] content, IOException failed) throws IOException {
    byte[] stored;
    try (FSDataInputStream in = files.open(path)) {
      stored = in.readAllBytes();
    } catch (FileNotFoundException absent) {
      return false;
    } catch (IOException unknown) {
      failed.addSuppressed(unknown);
      return false;
    }
    if (Arrays.equals(stored, content)) {
      return true;
    }
    FileAlreadyExistsException taken = new FileAlreadyExistsException(path.toString());
    taken.initCause(failed);
    throw taken;
  }
}
