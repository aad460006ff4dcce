package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.TrialsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The training job killed by {@code kill -9} at random moments and started again each time, as
 * processes of their own. Takes some minutes: {@code ./mvnw verify -Pdeep}.
 */
@Tag("deep")
class KilledSearchIT {
  private static final int KILLS = 20;
  private static final String THE_WEEK = "2024-12-30";
  private static final long SEED = 20;

  @TempDir private static Path folder;

  @Test
  void aSearchKilledTwentyTimesLeavesWhatAnUndisturbedOneLeaves() throws Exception {
    Path prepared = folder.resolve("prepared");
    for (String job : List.of("ingestion", "features")) {
      Command done = Command.run(words(job, prepared));
      assertThat(done.exitCode()).as(done.err()).isZero();
    }
    Path undisturbed = copy(prepared, folder.resolve("undisturbed"));
    long longest = untilItEnds(undisturbed);

    Random random = new Random(SEED);
    int kills = 0;
    for (int round = 1; kills < KILLS; round++) {
      Path killed = copy(prepared, folder.resolve("killed-" + round));
      int before = kills;
      boolean ended = false;
      while (!ended) {
        long started = System.nanoTime();
        Process training = start(killed);
        if (kills < KILLS) {
          // The first part is the start of Java and Spark, in which there is nothing to lose.
          long moment = (long) (longest * (0.3 + 0.7 * random.nextDouble()));
          ended = training.waitFor(moment, TimeUnit.MILLISECONDS);
        } else {
          training.waitFor();
          ended = true;
        }
        if (ended) {
          assertThat(training.exitValue()).isZero();
          if (kills == before) {
            // Undisturbed again: what it took now, on a machine that has perhaps grown quieter.
            longest = millisecondsSince(started);
          }
        } else {
          training.descendants().forEach(ProcessHandle::destroyForcibly);
          training.destroyForcibly().waitFor();
          kills++;
        }
      }
      System.out.printf("round %d: killed %d times, seed %d%n", round, kills - before, SEED);
      assertThat(trials(killed)).isEqualTo(trials(undisturbed)).doesNotHaveDuplicates();
      assertThat(champion(killed)).isEqualTo(champion(undisturbed));
    }
  }

  private static long untilItEnds(Path tables) throws Exception {
    long started = System.nanoTime();
    assertThat(start(tables).waitFor()).isZero();
    return millisecondsSince(started);
  }

  private static long millisecondsSince(long started) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
  }

  private static Process start(Path tables) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(RealData.home().resolve("deploy/holdfast").toString());
    command.addAll(words("training", tables));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private static List<String> words(String job, Path tables) {
    if (!Files.exists(folder.resolve("landing"))) {
      assertThat(
              Command.run(
                      List.of(
                          "sample",
                          "--out",
                          folder.resolve("landing").toString(),
                          "--customers",
                          "1500"))
                  .exitCode())
          .isZero();
    }
    return List.of(
        job,
        "--problem",
        RealData.home().resolve("conf/telecom-churn.conf").toString(),
        "--as-of",
        THE_WEEK,
        "--set",
        "landing=" + folder.resolve("landing"),
        "--set",
        "deployment.tables=" + tables);
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
    return to;
  }

  private static List<String> trials(Path tables) {
    return TableState.inSession(
        spark ->
            TableState.rows(
                spark,
                tables.resolve("telecom-churn/trials"),
                TrialsTable.SECONDS,
                TrialsTable.PEAK_MEMORY));
  }

  private static List<Object> champion(Path tables) {
    return TableState.inSession(
        spark -> {
          Row row =
              spark
                  .read()
                  .format("delta")
                  .load(tables.resolve("telecom-churn/models").toString())
                  .select(ModelsTable.VERSION, ModelsTable.CANDIDATE, ModelsTable.DIGEST)
                  .head();
          return List.of(row.get(0), row.get(1), row.get(2));
        });
  }
}
