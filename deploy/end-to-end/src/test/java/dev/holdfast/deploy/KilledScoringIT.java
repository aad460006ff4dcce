package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.table.AlertsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scoring job killed by {@code kill -9} at random moments and started again, as processes of
 * their own. Takes some minutes: {@code ./mvnw verify -Pdeep}.
 */
@Tag("deep")
class KilledScoringIT {
  private static final int KILLS = 8;
  private static final String THE_WEEK = "2024-12-30";
  private static final long SEED = 5;

  @TempDir private static Path folder;

  @Test
  void aWeekThatWasKilledAndRepeatedHasOneRowForEachAndItsAlerts() throws Exception {
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
    for (String job : List.of("ingestion", "features", "training")) {
      Command done = Command.run(words(job));
      assertThat(done.exitCode()).as(done.err()).isZero();
    }
    long started = System.nanoTime();
    assertThat(start().waitFor()).isZero();
    long whole = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    List<String> scores = scores();
    List<String> alerts = alerts();
    assertThat(scores).isNotEmpty().doesNotHaveDuplicates();
    assertThat(alerts).hasSize(100);

    Random random = new Random(SEED);
    int kills = 0;
    for (int run = 0; run < KILLS; run++) {
      Process scoring = start("--replace");
      // The first part is the start of Java and Spark, in which there is nothing to lose.
      long moment = (long) (whole * (0.3 + 0.7 * random.nextDouble()));
      if (!scoring.waitFor(moment, TimeUnit.MILLISECONDS)) {
        scoring.descendants().forEach(ProcessHandle::destroyForcibly);
        scoring.destroyForcibly().waitFor();
        kills++;
      }
      // Whatever was cut short, the week is whole: as it was before, or as it is now.
      assertThat(scores()).as("after kill %d, seed %d", kills, SEED).isEqualTo(scores);
    }
    assertThat(kills).isPositive();

    assertThat(start("--replace").waitFor()).isZero();
    assertThat(scores()).isEqualTo(scores);
    assertThat(alerts()).isEqualTo(alerts);
  }

  private static Process start(String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(RealData.home().resolve("deploy/holdfast").toString());
    command.addAll(words("scoring"));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private static List<String> words(String job) {
    return List.of(
        job,
        "--problem",
        RealData.home().resolve("conf/telecom-churn.conf").toString(),
        "--as-of",
        THE_WEEK,
        "--set",
        "landing=" + folder.resolve("landing"),
        "--set",
        "deployment.tables=" + folder.resolve("tables"),
        "--set",
        "alerts.folder=" + folder.resolve("outbox"),
        "--set",
        "training.candidates.boosted.depth=1",
        "--set",
        "training.candidates.boosted.rounds=60");
  }

  private static List<String> scores() {
    return TableState.inSession(
        spark -> TableState.rows(spark, folder.resolve("tables/telecom-churn/scores")));
  }

  private static List<String> alerts() {
    Path table = folder.resolve("tables/telecom-churn/alerts");
    if (!Files.exists(table)) {
      return List.of();
    }
    return TableState.inSession(
        spark ->
            spark
                .read()
                .format("delta")
                .load(table.toString())
                .select(functions.col(AlertsTable.ALERT_KEY))
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList());
  }
}
