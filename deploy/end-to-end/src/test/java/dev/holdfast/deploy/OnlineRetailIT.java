package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.table.BatchesTable;
import dev.holdfast.table.ModelsTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two problems on the Online Retail data, against the floors that were measured on it. */
class OnlineRetailIT {
  @TempDir private Path folder;

  @Test
  void churnWithinSixtyDaysBeatsTheFloor() {
    week("online-retail-churn", "2011-12-05");

    TableState.inSession(
        spark -> {
          Row batch = table(spark, "online-retail-churn/batches").head();
          assertThat(batch.<Long>getAs(BatchesTable.READ)).isEqualTo(541_909L);
          assertThat(batch.<Long>getAs(BatchesTable.DUPLICATE)).isEqualTo(5_268L);
          Map<String, Long> broken = batch.getJavaMap(batch.fieldIndex(BatchesTable.BROKEN));
          assertThat(broken.get("customer_known")).isEqualTo(135_080L);
          assertThat(metrics(spark, "online-retail-churn").get("holdout.auc")).isGreaterThan(0.740);
          return null;
        });
  }

  @Test
  void returnsWithinThirtyDaysAreTrainedAndScored() {
    week("online-retail-returns", "2011-12-05");

    TableState.inSession(
        spark -> {
          Map<String, Double> metrics = metrics(spark, "online-retail-returns");
          double chance = metrics.get("holdout.positives") / metrics.get("holdout.rows");
          assertThat(metrics.get("holdout.average_precision")).isGreaterThan(2 * chance);
          assertThat(table(spark, "online-retail-returns/scores").count()).isPositive();
          return null;
        });
  }

  private void week(String problem, String asOf) {
    Path landing = RealData.folder("online-retail");
    Command week =
        Command.run(
            List.of(
                "weekly",
                "--problem",
                RealData.home().resolve("conf/" + problem + ".conf").toString(),
                "--as-of",
                asOf,
                "--set",
                "landing=" + landing,
                "--set",
                "deployment.tables=" + folder.resolve("tables")));
    assertThat(week.exitCode()).as(week.err()).isZero();
  }

  private org.apache.spark.sql.Dataset<Row> table(SparkSession spark, String name) {
    return spark.read().format("delta").load(folder.resolve("tables").resolve(name).toString());
  }

  private Map<String, Double> metrics(SparkSession spark, String problem) {
    Row champion = table(spark, problem + "/models").drop(ModelsTable.ARTEFACT).head();
    return champion.getJavaMap(champion.fieldIndex(ModelsTable.METRICS));
  }
}
