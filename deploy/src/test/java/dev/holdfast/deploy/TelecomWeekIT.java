package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.table.BatchesTable;
import dev.holdfast.table.ModelsTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command on the sample that it generates, run as a newcomer runs it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TelecomWeekIT {
  @TempDir private static Path folder;

  private static List<String> weekly() {
    return List.of(
        "weekly",
        "--set",
        "landing=" + folder.resolve("landing"),
        "--set",
        "deployment.tables=" + folder.resolve("tables"));
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
        .contains("tables");
  }

  @Test
  @Order(2)
  void nineTenthsOfWhatCanBeKnownIsLearnt() {
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
    assertThat(learnt / knowable).isGreaterThanOrEqualTo(0.90).isLessThanOrEqualTo(1.05);
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
  void theSameWeekAgainCommitsNothing() {
    Map<String, Long> before = TableState.versions(folder.resolve("tables"));

    Command again = Command.run(weekly());

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(TableState.versions(folder.resolve("tables"))).isEqualTo(before);
  }

  private static String table(String name) {
    return folder.resolve("tables/telecom-churn").resolve(name).toString();
  }
}
