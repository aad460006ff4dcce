package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.cluster.SameTables;
import dev.holdfast.deploy.cluster.SubmittedJobs;
import dev.holdfast.storage.Lease;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The weeks of a small sample: started late, twice, at the same time as another, and after missed
 * weeks; and the first of them again by spark-submit, a process a job.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SmallSampleIT {
  @TempDir private static Path folder;

  @Test
  @Order(1)
  void aRunThatStartsWhileAnotherIsUnderWayIsRefused() throws Exception {
    Command sample =
        Command.run(
            List.of(
                "sample",
                "--customers",
                "300",
                "--weeks",
                "26",
                "--out",
                folder.resolve("landing").toString()));
    assertThat(sample.exitCode()).as(sample.err()).isZero();

    Command second =
        TableState.inSession(
            spark -> {
              try (Lease held = Lease.take(spark, lease().toString(), "the run before")) {
                assertThat(held).isNotNull();
                return weekly("2024-06-03", "newest");
              } catch (Lease.HeldException nobodyElseIsHere) {
                throw new IllegalStateException(nobodyElseIsHere);
              }
            });

    assertThat(second.exitCode()).isEqualTo(5);
    assertThat(second.err()).contains("another is under way").contains("the run before");
    assertThat(folder.resolve("tables/telecom-churn/runs")).doesNotExist();
  }

  @Test
  @Order(2)
  void theLeaseOfAProcessThatIsGoneIsTaken() throws Exception {
    long nobody = new ProcessBuilder("true").start().toHandle().onExit().join().pid();
    String machine = java.net.InetAddress.getLocalHost().getHostName();
    Files.writeString(
        lease().resolve("%020d.taken".formatted(7)),
        String.join(
            "\n",
            "a run that was killed",
            machine,
            Long.toString(nobody),
            Instant.now().toString(),
            Instant.now().toString()));

    Command first = weekly("2024-06-03", "newest");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(lease().resolve("%020d.ended".formatted(8))).exists();
    assertThat(lease().resolve("%020d.taken".formatted(7))).doesNotExist();
  }

  @Test
  @Order(3)
  void everyJobOfTheWeekSubmittedByItselfLeavesTheSameTables() throws Exception {
    Path logs = Files.createDirectory(folder.resolve("logs"));

    SubmittedJobs.run(arguments("2024-06-03", "newest", "submitted"), logs);

    List<String> differences =
        TableState.inSession(
            spark ->
                SameTables.differences(
                    spark,
                    folder.resolve("tables/telecom-churn").toString(),
                    folder.resolve("submitted/telecom-churn").toString(),
                    List.of("calls", "customers", "invoices", "tickets", "cancellations")));
    assertThat(differences).isEmpty();
  }

  @Test
  @Order(4)
  void missedWeeksAreMadeUpForOldestFirst() {
    Command late = weekly("2024-06-17", "all");

    assertThat(late.exitCode()).as(late.err()).isZero();
    assertThat(finished()).containsExactly("2024-06-03", "2024-06-10", "2024-06-17");
    assertThat(folder.resolve("outbox")).isDirectoryContaining("glob:**.json*");
  }

  @Test
  @Order(5)
  void aRunStartedTwiceChangesNothing() {
    Map<String, Long> before = TableState.versions(folder.resolve("tables"));

    Command again = weekly("2024-06-17", "all");

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(TableState.versions(folder.resolve("tables"))).isEqualTo(before);
  }

  @Test
  @Order(6)
  @Tag("deep")
  void onlyTheNewestIsRunForWhereThatIsDeclared() {
    Command newest = weekly("2024-07-01", "newest");

    assertThat(newest.exitCode()).as(newest.err()).isZero();
    assertThat(finished()).contains("2024-07-01").doesNotContain("2024-06-24");
  }

  private static List<String> finished() {
    return TableState.inSession(
        spark ->
            spark
                .read()
                .format("delta")
                .load(folder.resolve("tables/telecom-churn/runs").toString())
                .where("job = 'monitoring' and exit_code = 0")
                .orderBy("started_at")
                .selectExpr("string(as_of)")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .distinct()
                .toList());
  }

  private static Path lease() {
    return folder.resolve("tables/telecom-churn/_weekly");
  }

  private static Command weekly(String asOf, String catchUp) {
    List<String> words = new ArrayList<>(arguments(asOf, catchUp, "tables"));
    words.add(0, "weekly");
    return Command.run(words);
  }

  // The linear candidate is held to zero weights and the boosted one may split what few there are:
  // it wins, and its bytes depend on all of them.
  private static List<String> arguments(String asOf, String catchUp, String tables) {
    return List.of(
        "--problem",
        RealData.home().resolve("conf/telecom-churn.conf").toString(),
        "--as-of",
        asOf,
        "--set",
        "schedule.catch-up=" + catchUp,
        "--set",
        "landing=" + folder.resolve("landing"),
        "--set",
        "deployment.tables=" + folder.resolve(tables),
        "--set",
        "alerts.folder=" + folder.resolve("outbox"),
        "--set",
        "training.split.holdout=2",
        "--set",
        "training.folds={ by = entity, count = 2 }",
        "--set",
        "training.candidates.boosted.depth=2",
        "--set",
        "training.candidates.boosted.min-child-weight=1.0",
        "--set",
        "training.candidates.boosted.rounds=60",
        "--set",
        "training.candidates.linear.regularization=1.0",
        "--set",
        "training.candidates.linear.elastic-net=1.0");
  }
}
