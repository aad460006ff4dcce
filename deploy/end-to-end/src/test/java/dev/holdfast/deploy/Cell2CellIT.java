package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.table.ModelsTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An undated snapshot of a wireless carrier's customers, a fifth of whom are held out. */
@Tag("deep")
class Cell2CellIT {
  @TempDir private Path folder;

  @Test
  void churnOfCustomersNeverSeenIsRankedAndStatedAsItIs() {
    Path landing = RealData.folder("cell2cell");
    Command week =
        Command.run(
            List.of(
                "weekly",
                "--problem",
                RealData.home()
                    .resolve("deploy/end-to-end/src/test/resources/cell2cell-churn.conf")
                    .toString(),
                "--as-of",
                "2020-02-01",
                "--set",
                "landing=" + landing,
                "--set",
                "deployment.tables=" + folder.resolve("tables")));
    assertThat(week.exitCode()).as(week.err()).isZero();

    TableState.inSession(
        spark -> {
          Row champion =
              spark
                  .read()
                  .format("delta")
                  .load(folder.resolve("tables/cell2cell-churn/models").toString())
                  .drop(ModelsTable.ARTEFACT)
                  .head();
          assertThat(champion.<String>getList(champion.fieldIndex(ModelsTable.FEATURES)))
              .contains("MonthlyMinutes")
              .doesNotContain("CustomerID", "Churn", "left_on");
          Map<String, Double> metrics =
              champion.getJavaMap(champion.fieldIndex(ModelsTable.METRICS));
          // A fifth of 40,626 customers, by hash.
          assertThat(metrics.get("holdout.rows")).isBetween(7_900.0, 8_350.0);
          assertThat(metrics.get("holdout.auc")).isGreaterThanOrEqualTo(0.680);
          assertThat(metrics.get("holdout.ece")).isLessThan(0.02);
          assertThat(metrics.get("holdout.log_loss")).isLessThan(0.57);
          return null;
        });
  }
}
