package dev.holdfast.training.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Sessions;
import dev.holdfast.problem.Training.Split;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class HeldOutEntitiesTest {

  @Test
  void aShareIsHeldOutWholeAndFoldsOfTheOthersStayEven() {
    Dataset<Row> rows =
        spark().range(0, 60_000).selectExpr("concat('c', id % 20000) AS customer", "id");
    Column heldOut = HeldOutEntities.isHeldOut(List.of("customer"), new Split.Entities(0.2));

    List<Row> bySide =
        rows.withColumn("held", heldOut)
            .groupBy("customer")
            .agg(countDistinct("held").as("sides"))
            .groupBy("sides")
            .count()
            .collectAsList();
    assertThat(bySide).hasSize(1);
    assertThat(bySide.get(0).getLong(0)).isEqualTo(1);
    assertThat(rows.where(heldOut).select("customer").distinct().count()).isBetween(3_800L, 4_200L);
    List<Row> folds =
        rows.where(not(heldOut))
            .groupBy(pmod(xxhash64(lit(7L), col("customer")), lit(3)))
            .count()
            .collectAsList();
    assertThat(folds)
        .hasSize(3)
        .allSatisfy(f -> assertThat(f.getLong(1)).isBetween(15_200L, 16_800L));
  }

  private static SparkSession spark() {
    return Sessions.open(
        "training test", Map.of("spark.master", "local[2]", "spark.ui.enabled", "false"));
  }
}
