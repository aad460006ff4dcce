package dev.holdfast.deploy.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.storage.ConditionalPuts;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the platform relies on in an object store, whichever store it is. */
abstract class StoreContract {
  private static final int WRITERS = 4;
  private static final int FILES = 25;
  private static final int COMMITS = 100;
  private static final int COMMITS_OF_DELTAS = 20;

  @TempDir private Path logs;

  /** Where the store answers. */
  abstract String endpoint();

  abstract Credentials credentials();

  @Test
  void ofManyWritersOfOneFileExactlyOneSucceeds() throws Exception {
    FileSystem files = files();
    org.apache.hadoop.fs.Path folder = newFolder();
    ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int file = 0; file < FILES; file++) {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder, "file-" + file);
        List<Future<Boolean>> outcomes =
            pool.invokeAll(
                IntStream.range(0, WRITERS).mapToObj(w -> creation(files, path, w)).toList());
        int winners = 0;
        for (int writer = 0; writer < WRITERS; writer++) {
          if (outcomes.get(writer).get()) {
            winners++;
            assertThat(content(files, path)).isEqualTo("writer " + writer);
          }
        }
        assertThat(winners).as("winners of %s", path).isEqualTo(1);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void theConditionIsFoundToBeHonouredAndNothingIsLeft() throws IOException {
    FileSystem files = files();
    org.apache.hadoop.fs.Path folder = newFolder();

    assertThat(new ConditionalPuts(files).areHonoured(folder)).isTrue();

    assertThat(files.exists(folder)).isFalse();
  }

  @Test
  void aFileOfOnesOwnIsSuccessAndAnothersIsNot() throws IOException {
    FileSystem files = files();
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(newFolder(), "commit");
    ConditionalPuts puts = new ConditionalPuts(files);
    puts.create(path, "mine".getBytes(UTF_8));

    puts.create(path, "mine".getBytes(UTF_8));
    assertThatThrownBy(() -> puts.create(path, "theirs".getBytes(UTF_8)))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(content(files, path)).isEqualTo("mine");
    puts.replace(path, "new".getBytes(UTF_8));
    assertThat(content(files, path)).isEqualTo("new");
  }

  @Test
  @Tag("deep")
  void twoDriversOnOneTableLoseNothing() throws Exception {
    CommitRace.Result race = race(COMMITS, CommitRace.Log.OURS);

    assertThat(race).isEqualTo(new CommitRace.Result(2 * COMMITS, 2 * COMMITS, 2 * COMMITS));
  }

  /** The reason for a log store of our own. It depends on luck whether Delta's loses something. */
  @Test
  @Tag("deep")
  void deltasOwnLogStoreIsForOneDriverOnly() throws Exception {
    CommitRace.Result race = race(COMMITS_OF_DELTAS, CommitRace.Log.DELTAS);

    System.out.printf(
        "Delta's own log store: of %d acknowledged commits %d are lost%n",
        race.acknowledged(), race.lost());
    assertThat(race.rowSets()).isBetween(1L, 2L * COMMITS_OF_DELTAS);
  }

  private CommitRace.Result race(int commits, CommitRace.Log log) throws Exception {
    return new CommitRace(ClusterTests.installation(), endpoint(), credentials())
        .run(newFolder().toString(), commits, log, logs);
  }

  private static Callable<Boolean> creation(
      FileSystem files, org.apache.hadoop.fs.Path path, int writer) {
    return () -> {
      try {
        new ConditionalPuts(files).create(path, ("writer " + writer).getBytes(UTF_8));
        return true;
      } catch (FileAlreadyExistsException another) {
        return false;
      }
    };
  }

  private static String content(FileSystem files, org.apache.hadoop.fs.Path path)
      throws IOException {
    try (FSDataInputStream in = files.open(path)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private FileSystem files() throws IOException {
    Configuration configuration = new Configuration();
    LocalStore.sparkSettings(endpoint())
        .forEach((key, value) -> configuration.set(key.replace("spark.hadoop.", ""), value));
    configuration.set("fs.s3a.access.key", credentials().accessKey());
    configuration.set("fs.s3a.secret.key", credentials().secretKey());
    return FileSystem.newInstance(bucket().toUri(), configuration);
  }

  private static org.apache.hadoop.fs.Path newFolder() {
    return new org.apache.hadoop.fs.Path(bucket(), UUID.randomUUID().toString());
  }

  private static org.apache.hadoop.fs.Path bucket() {
    return new org.apache.hadoop.fs.Path("s3a://" + LocalStore.BUCKET + "/");
  }
}
