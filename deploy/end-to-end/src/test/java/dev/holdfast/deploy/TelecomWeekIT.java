package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.table.BatchesTable;
import dev.holdfast.table.ModelsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The README's first command on the sample that it generates, run as a newcomer runs it. Its tables
 * stay in the build folder: continuous integration executes the notebooks on them.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TelecomWeekIT {
  private static final String THE_WEEK = "2024-12-30";
  private static final String THE_WEEK_BEFORE = "2024-12-23";

  private static final Path FOLDER =
      RealData.home().resolve("deploy/end-to-end/target/telecom-week");

  @BeforeAll
  static void fromNothing() {
    FileUtil.fullyDelete(FOLDER.toFile());
  }

  private static List<String> weekly() {
    return List.of(
        "weekly",
        "--set",
        "landing=" + FOLDER.resolve("landing"),
        "--set",
        "deployment.tables=" + FOLDER.resolve("tables"));
  }

  @Test
  @Order(1)
  void aWholeWeekReachesItsSummary() {
    Command week = Command.run(weekly());

    assertThat(week.exitCode()).as(week.err()).isZero();
    assertThat(week.out())
        .contains("telecom-churn, week of")
        .contains("candidates")
        .contains("held out")
        .contains("best reachable AUC")
        .contains("scored")
        .contains("tables")
        .contains("model card   " + card(1));
    assertThat(card(1))
        .content()
        .contains("telecom-churn, model version 1")
        .contains("Demonstration only, not to be shipped")
        .contains("None is declared beyond the margin to the champion")
        .contains("It was trained on generated data and must not be used on anybody.");
  }

  @Test
  @Order(2)
  void mostOfWhatCanBeKnownIsLearnt() {
    Map<String, Double> metrics =
        TableState.inSession(
            spark -> {
              Row champion =
                  spark
                      .read()
                      .format("delta")
                      .load(table("models"))
                      .drop(ModelsTable.ARTEFACT)
                      .head();
              return Map.copyOf(
                  champion.<String, Double>getJavaMap(champion.fieldIndex(ModelsTable.METRICS)));
            });

    double learnt = metrics.get("holdout.auc") - 0.5;
    double knowable = metrics.get("reference.auc") - 0.5;
    assertThat(learnt / knowable).isGreaterThanOrEqualTo(0.93).isLessThanOrEqualTo(1.05);
  }

  @Test
  @Order(3)
  void everyBatchAddsUp() {
    List<Row> batches =
        TableState.inSession(
            spark -> spark.read().format("delta").load(table("batches")).collectAsList());

    assertThat(batches).hasSizeGreaterThanOrEqualTo(5);
    for (Row batch : batches) {
      assertThat(batch.<Long>getAs(BatchesTable.READ))
          .isEqualTo(
              batch.<Long>getAs(BatchesTable.ACCEPTED)
                  + batch.<Long>getAs(BatchesTable.DUPLICATE)
                  + batch.<Long>getAs(BatchesTable.QUARANTINED));
    }
  }

  @Test
  @Order(4)
  void theSameWeekAgainFromTheCommandLineCommitsNothing() throws Exception {
    Map<String, Long> before = TableState.versions(FOLDER.resolve("tables"));
    Path printed = FOLDER.resolve("again.log");

    int exitCode = launched(weekly(), printed);

    assertThat(exitCode).as(Files.readString(printed)).isZero();
    assertThat(printed).content().contains("telecom-churn, week of " + THE_WEEK);
    assertThat(TableState.versions(FOLDER.resolve("tables"))).isEqualTo(before);
  }

  // A process as a user has it, every class verified; but nothing runs long enough in it for the
  // second compiler.
  private static int launched(List<String> words, Path printed)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(words);
    command.add(0, RealData.home().resolve("deploy/holdfast").toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().put("HOLDFAST_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("the command ended").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  @Order(5)
  void aJobThatIsRunTwiceChangesNoTable() {
    Map<String, Long> before = TableState.versions(FOLDER.resolve("tables"));

    for (String job : List.of("ingestion", "features", "training", "scoring", "monitoring")) {
      Command again = job(job, THE_WEEK);
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(TableState.versions(FOLDER.resolve("tables"))).as(job).isEqualTo(before);
    }
  }

  @Test
  @Order(6)
  void theChampionIsRebuiltToTheByte() {
    Command reproduced = job("training", THE_WEEK, "--reproduce", "1");

    assertThat(reproduced.exitCode()).as(reproduced.err()).isZero();
    assertThat(reproduced.out()).contains("model version 1 reproduced: same bytes");
    assertThat(job("training", THE_WEEK, "--reproduce", "9").exitCode()).isEqualTo(2);
  }

  @Test
  @Order(7)
  void aScoredWeekChangesOnlyWhenAsked() throws IOException {
    assertThat(job("scoring", THE_WEEK_BEFORE).exitCode()).isZero();
    List<String> theWeek = scoresOf(THE_WEEK);
    List<String> theWeekBefore = scoresOf(THE_WEEK_BEFORE);
    Files.writeString(FOLDER.resolve("landing/calls/late.csv"), lateCallsOf(topCustomer()));
    for (String job : List.of("ingestion", "features", "scoring")) {
      assertThat(job(job, THE_WEEK).exitCode()).as(job).isZero();
    }
    assertThat(scoresOf(THE_WEEK)).isEqualTo(theWeek);

    assertThat(job("features", THE_WEEK, "--replace").exitCode()).isZero();
    assertThat(job("scoring", THE_WEEK, "--replace").exitCode()).isZero();

    List<String> scoredAgain = scoresOf(THE_WEEK);
    assertThat(scoredAgain).hasSameSizeAs(theWeek).isNotEqualTo(theWeek);
    assertThat(scoresOf(THE_WEEK_BEFORE)).isEqualTo(theWeekBefore);
  }

  @Test
  @Order(8)
  void aModelThatTheRulesRefuseMayBeForcedAndRolledBack() {
    List<String> before = scoresOf(THE_WEEK);
    assertThat(before).allMatch(score -> score.contains("\"reasons\":["));
    String[] strict = {
      "--set", "promotion.auc=0.99",
      "--set", "training.seed=8",
      "--set", "training.candidates.boosted.depth=1",
      "--set", "training.candidates.boosted.rounds=60",
      "--set", "training.candidates.linear.regularization=0.003",
      "--set", "training.candidates.linear.elastic-net=0.0"
    };

    Command refused = job("training", THE_WEEK, strict);
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(4);
    assertThat(refused.err())
        .contains("Cannot promote model version 2")
        .contains("promotion.auc asks for 0.99")
        .contains("The champion stays");
    assertThat(job("rollback", THE_WEEK, "--to", "2").exitCode()).isEqualTo(2);
    assertThat(job("card", THE_WEEK, "--version", "2").exitCode()).isZero();
    assertThat(card(2))
        .content()
        .contains("Not ready to ship")
        .contains("promotion.auc asks for 0.99")
        .contains("Version 1 had AUC");

    List<String> forced = new ArrayList<>(List.of(strict));
    forced.addAll(List.of("--force", "asked for by the board"));
    Command promoted = job("training", THE_WEEK, forced.toArray(String[]::new));
    assertThat(promoted.exitCode()).as(promoted.err()).isZero();
    assertThat(job("scoring", THE_WEEK, "--replace").exitCode()).isZero();
    assertThat(scoresOf(THE_WEEK)).hasSameSizeAs(before).isNotEqualTo(before);

    assertThat(job("rollback", THE_WEEK, "--to", "1").exitCode()).isZero();
    assertThat(job("scoring", THE_WEEK, "--replace").exitCode()).isZero();
    assertThat(scoresOf(THE_WEEK)).isEqualTo(before);
  }

  private static Command job(String name, String asOf, String... more) {
    List<String> words = new ArrayList<>(weekly().subList(1, weekly().size()));
    words.add(0, name);
    words.addAll(
        List.of(
            "--problem",
            RealData.home().resolve("conf/telecom-churn.conf").toString(),
            "--as-of",
            asOf));
    words.addAll(List.of(more));
    return Command.run(words);
  }

  private static List<String> scoresOf(String asOf) {
    return TableState.inSession(
        spark ->
            spark
                .read()
                .format("delta")
                .load(table("scores"))
                .where("as_of = '%s'".formatted(asOf))
                .toJSON()
                .collectAsList()
                .stream()
                .sorted()
                .toList());
  }

  private static String topCustomer() {
    return TableState.inSession(
        spark ->
            spark
                .read()
                .format("delta")
                .load(table("scores"))
                .where("as_of = '%s' and rank = 1".formatted(THE_WEEK))
                .select("customer_id")
                .head()
                .getString(0));
  }

  // Enough calls without a fault in the last days to change what the model thinks of them.
  private static String lateCallsOf(String customer) {
    StringBuilder lines = new StringBuilder("call_id,customer_id,started_at,duration_s,dropped\n");
    for (int call = 0; call < 60; call++) {
      lines.append(
          "late-%d,%s,2024-12-%d 12:00:00,300.0,false%n".formatted(call, customer, 20 + call % 10));
    }
    return lines.toString();
  }

  private static Path card(int version) {
    return FOLDER.resolve("tables/telecom-churn/cards/model-%d.html".formatted(version));
  }

  private static String table(String name) {
    return FOLDER.resolve("tables/telecom-churn").resolve(name).toString();
  }
}
