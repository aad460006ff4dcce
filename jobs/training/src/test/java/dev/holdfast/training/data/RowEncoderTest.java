package dev.holdfast.training.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Sessions;
import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.model.RowEncoding;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.LabelsTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class RowEncoderTest {
  private static final int ROWS = 20_000;
  private static final FeatureEncoding ENCODING =
      new FeatureEncoding(
          List.of(
              new FeatureEncoding.Numeric("amount"),
              new FeatureEncoding.Category("plan", List.of("gold", "blue")),
              new FeatureEncoding.Numeric("price"),
              new FeatureEncoding.Numeric("days"),
              new FeatureEncoding.Numeric("flag")));

  private final SparkSession spark =
      Sessions.open(
          "training test", Map.of("spark.master", "local[2]", "spark.ui.enabled", "false"));

  @Test
  void everyValueIsEncodedAsScoringEncodesIt() {
    Dataset<Row> rows = rows();

    RowBlock block = encode(rows);

    Map<Long, Row> byEntity = new java.util.HashMap<>();
    rows.collectAsList().forEach(row -> byEntity.put(row.getAs("customer"), row));
    RowEncoding encoding = new RowEncoding(ENCODING, rows.schema());
    float[] expected = new float[ENCODING.width()];
    assertThat(block.rows()).isEqualTo(ROWS);
    for (int row = 0; row < ROWS; row++) {
      Row source = byEntity.get(block.entities()[row]);
      encoding.encode(source, expected, 0);
      int from = row * ENCODING.width();
      assertThat(Arrays.copyOfRange(block.values(), from, from + ENCODING.width()))
          .isEqualTo(expected);
      assertThat(block.labels()[row])
          .isEqualTo(source.<Integer>getAs(LabelsTable.LABEL).byteValue());
      assertThat(block.folds()[row]).isEqualTo((int) (block.entities()[row] % 3));
    }
  }

  @Test
  void theOrderIsTheSameHoweverSparkHoldsTheRows() {
    RowBlock one = encode(rows().coalesce(1));

    for (Dataset<Row> other : List.of(rows().repartition(7), rows().orderBy(col("amount")))) {
      RowBlock block = encode(other);
      assertThat(block.entities()).isEqualTo(one.entities());
      assertThat(block.labels()).isEqualTo(one.labels());
      assertThat(block.values()).isEqualTo(one.values());
    }
  }

  @Test
  void rowsOfOneKeyAreOrderedByWhatTheyHold() {
    Dataset<Row> twins = rows().withColumn("customer", lit(4L));

    RowBlock one = encode(twins.coalesce(1));

    assertThat(encode(twins.repartition(5)).values()).isEqualTo(one.values());
  }

  @Test
  void noRowsAreABlockOfNone() {
    assertThat(encode(rows().where("false")).rows()).isZero();
  }

  private static RowBlock encode(Dataset<Row> rows) {
    return RowEncoder.encode(
        rows, col("customer"), List.of(col("customer")), ENCODING, new FoldPlan.ByEntity(3));
  }

  /** Numbers of all kinds, some missing, some infinite; more rows than one part takes. */
  private Dataset<Row> rows() {
    List<String> columns =
        new ArrayList<>(
            List.of(
                "id AS customer",
                "DATE '2024-03-04' AS " + FeaturesTable.AS_OF,
                "CAST(id % 7 = 0 AS INT) AS " + LabelsTable.LABEL,
                "CASE WHEN id % 5 = 0 THEN NULL WHEN id % 11 = 0 THEN CAST('Infinity' AS DOUBLE)"
                    + " ELSE sin(id) * 1e3 END AS amount",
                "CASE WHEN id % 9 = 0 THEN NULL ELSE element_at(array('gold', 'blue', 'red', ''),"
                    + " CAST(id % 4 AS INT) + 1) END AS plan",
                "CASE WHEN id % 6 <> 0 THEN CAST(id * 0.37 AS DECIMAL(12, 3)) END AS price",
                "CASE WHEN id % 8 <> 0 THEN id * 90071992547 END AS days",
                "CASE WHEN id % 10 <> 0 THEN id % 3 = 0 END AS flag"));
    return spark.range(ROWS).selectExpr(columns.toArray(String[]::new));
  }
}
