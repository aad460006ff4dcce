package dev.holdfast.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.storage.LogStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The right to be the only one who does something, on any file system that tables can lie on.
 *
 * <p>Holders are numbered. Number n is a file that is written only where there is none, by the log
 * store that commits tables the same way, so that of two who ask at once one gets it. The holder
 * renews it every 20 seconds, and ends it with a second file. Whoever comes then takes n + 1; so
 * does who finds that the holder is dead: its process is gone from this machine, or it lies on
 * another and has not renewed for two minutes.
 *
 * <p>It keeps two runs from doing the same work, no more: what a run writes is safe without it,
 * since a commit of a table is decided by the table.
 */
public final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
  private static final Duration RENEWAL = Duration.ofSeconds(20);
  private static final Duration SILENCE = Duration.ofMinutes(2);
  private static final String TAKEN = ".taken";
  private static final String RENEWED = ".renewed";
  private static final String ENDED = ".ended";

  private final LogStore store;
  private final Configuration configuration;
  private final Path folder;
  private final long number;
  private final Thread renewals;

  private Lease(LogStore store, Configuration configuration, Path folder, long number) {
    this.store = store;
    this.configuration = configuration;
    this.folder = folder;
    this.number = number;
    this.renewals = new Thread(this::renew, "lease");
    renewals.setDaemon(true);
  }

  /** Somebody else holds the lease; the message says who. */
  public static final class HeldException extends Exception {
    private static final long serialVersionUID = 1L;

    HeldException(String holder) {
      super(holder);
    }
  }

  /**
   * Takes the lease of a folder; it is the caller's until closed.
   *
   * @param folder one that holds nothing else; made if it is not there
   * @param name of whoever takes it, for others to read
   * @throws HeldException if somebody else holds it
   */
  public static Lease take(SparkSession spark, String folder, String name) throws HeldException {
    Configuration configuration = spark.sessionState().newHadoopConf();
    LogStore store = LogStore.apply(spark);
    Path path = new Path(folder);
    try {
      FileSystem files = path.getFileSystem(configuration);
      files.mkdirs(path);
      long latest = latest(files.listStatus(path));
      Optional<Holder> holder = holder(store, configuration, files, path, latest);
      if (holder.isPresent()) {
        throw new HeldException(holder.get().toString());
      }
      Lease lease = new Lease(store, configuration, path, latest + 1);
      try {
        lease.write(TAKEN, Holder.thisProcess(name).lines(), false);
      } catch (FileAlreadyExistsException faster) {
        throw new HeldException("a run that was started at the same moment");
      }
      lease.forget(files);
      lease.renewals.start();
      return lease;
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot take the lease of " + folder, failed);
    }
  }

  /** Gives it back. */
  @Override
  public void close() {
    renewals.interrupt();
    try {
      write(ENDED, List.of(Instant.now().toString()), true);
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot give back " + folder, failed);
    }
  }

  private static Optional<Holder> holder(
      LogStore store, Configuration configuration, FileSystem files, Path folder, long latest)
      throws IOException {
    if (latest == 0 || files.exists(file(folder, latest, ENDED))) {
      return Optional.empty();
    }
    Path taken = file(folder, latest, TAKEN);
    Holder holder =
        Holder.of(CollectionConverters.asJava(store.read(taken, configuration)).iterator());
    Instant seen = modified(files, taken);
    Path renewed = file(folder, latest, RENEWED);
    if (files.exists(renewed)) {
      seen = modified(files, renewed);
    }
    boolean lives =
        holder.isOfThisMachine() ? holder.lives() : seen.isAfter(Instant.now().minus(SILENCE));
    return lives ? Optional.of(holder) : Optional.empty();
  }

  private void renew() {
    try {
      while (true) {
        Thread.sleep(RENEWAL.toMillis());
        try {
          write(RENEWED, List.of(Instant.now().toString()), true);
        } catch (IOException | RuntimeException missed) {
          // Six in a row may be missed before anybody thinks that this run is dead.
          LOG.warn("The lease of {} could not be renewed", folder, missed);
        }
      }
    } catch (InterruptedException givenBack) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(String kind, List<String> lines, boolean overwrite) throws IOException {
    store.write(
        file(folder, number, kind),
        CollectionConverters.asScala(lines.iterator()),
        overwrite,
        configuration);
  }

  // Those before this one; the file that says that one was taken goes first, so that nobody takes
  // one that ended for one that is held.
  private void forget(FileSystem files) throws IOException {
    for (String kind : List.of(TAKEN, RENEWED, ENDED)) {
      for (FileStatus file : files.listStatus(folder)) {
        String name = file.getPath().getName();
        if (name.endsWith(kind) && numberOf(name) < number) {
          files.delete(file.getPath(), false);
        }
      }
    }
  }

  private static long latest(FileStatus[] files) {
    return Arrays.stream(files)
        .map(file -> file.getPath().getName())
        .filter(name -> name.endsWith(TAKEN))
        .mapToLong(Lease::numberOf)
        .max()
        .orElse(0);
  }

  private static long numberOf(String name) {
    return name.matches("\\d{20}\\..*") ? Long.parseLong(name.substring(0, 20)) : 0;
  }

  private static Path file(Path folder, long number, String kind) {
    return new Path(folder, "%020d%s".formatted(number, kind));
  }

  private static Instant modified(FileSystem files, Path path) throws IOException {
    try {
      return Instant.ofEpochMilli(files.getFileStatus(path).getModificationTime());
    } catch (FileNotFoundException gone) {
      return Instant.EPOCH;
    }
  }
}
