package dev.holdfast.serving.store;

import io.delta.kernel.TableManager;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileSystemClient;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;

/** A Delta table as a process without Spark reads it, by Delta Kernel. */
public final class StoredTable {
  private static final String COMMIT = "\\d{20}\\.json";

  private final Engine engine;
  private final String path;

  /**
   * @param path where the table lies: a folder of this machine, or an address that Hadoop knows
   */
  public StoredTable(Engine engine, String path) {
    this.engine = engine;
    this.path = path;
  }

  public String path() {
    return path;
  }

  /**
   * The table as it stands now.
   *
   * @throws RuntimeException of Kernel's or {@link UncheckedIOException} if it cannot be read
   */
  public TableState latest() {
    try {
      String root = engine.getFileSystemClient().resolvePath(path);
      var snapshot = TableManager.loadSnapshot(root).build(engine);
      return new TableState(engine, snapshot, commit(root, snapshot.getVersion()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * Whether the table is no longer as it was: the end of its log is listed, and nothing of it read.
   * A table that was deleted and made anew has changed too, whatever its version.
   */
  public boolean changedSince(TableState state) {
    try {
      Optional<FileStatus> last = Optional.empty();
      boolean same = false;
      String root = engine.getFileSystemClient().resolvePath(path);
      try (CloseableIterator<FileStatus> files = log(root, state.version())) {
        while (files.hasNext()) {
          FileStatus file = files.next();
          if (name(file).matches(COMMIT)) {
            same |= state.commit().map(known -> isSame(known, file)).orElse(false);
            last = Optional.of(file);
          }
        }
      }
      return !same || !last.map(file -> isOf(file, state.version())).orElse(false);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Optional<FileStatus> commit(String root, long version) throws IOException {
    try (CloseableIterator<FileStatus> files = log(root, version)) {
      while (files.hasNext()) {
        FileStatus file = files.next();
        if (isOf(file, version)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  private CloseableIterator<FileStatus> log(String root, long from) throws IOException {
    FileSystemClient files = engine.getFileSystemClient();
    return files.listFrom(root + "/_delta_log/" + commitName(from));
  }

  private static boolean isSame(FileStatus one, FileStatus other) {
    return name(one).equals(name(other))
        && one.getSize() == other.getSize()
        && one.getModificationTime() == other.getModificationTime();
  }

  private static boolean isOf(FileStatus file, long version) {
    return name(file).equals(commitName(version));
  }

  private static String commitName(long version) {
    return String.format(Locale.ROOT, "%020d.json", version);
  }

  private static String name(FileStatus file) {
    return file.getPath().substring(file.getPath().lastIndexOf('/') + 1);
  }
}
