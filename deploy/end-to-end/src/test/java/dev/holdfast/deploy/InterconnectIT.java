package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.table.ModelsTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A telecom's contracts by a problem file that was written from the README and conf/README alone.
 */
class InterconnectIT {
  @TempDir private Path folder;

  @Test
  void churnWithinAMonthBeatsTheFloor() {
    Path landing = RealData.folder("interconnect-telco");
    Command week =
        Command.run(
            List.of(
                "weekly",
                "--problem",
                RealData.home()
                    .resolve("deploy/end-to-end/src/test/resources/interconnect-churn.conf")
                    .toString(),
                "--as-of",
                "2020-02-01",
                "--set",
                "landing=" + landing,
                "--set",
                "deployment.tables=" + folder.resolve("tables")));
    assertThat(week.exitCode()).as(week.err()).isZero();

    double auc =
        TableState.inSession(
            spark -> {
              Row champion =
                  spark
                      .read()
                      .format("delta")
                      .load(folder.resolve("tables/interconnect-churn/models").toString())
                      .drop(ModelsTable.ARTEFACT)
                      .head();
              Map<String, Double> metrics =
                  champion.getJavaMap(champion.fieldIndex(ModelsTable.METRICS));
              return metrics.get("holdout.auc");
            });
    assertThat(auc).isGreaterThan(0.862);
  }
}
