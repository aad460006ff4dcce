package dev.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Sessions;
import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.FeatureEncoding.Numeric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class BatchScorerTest {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "id STRING, spend DOUBLE, orders BIGINT, age INT, price DECIMAL(10,2), new BOOLEAN,"
              + " plan STRING, city STRING");
  private static final Category PLAN = new Category("plan", List.of("gold", "größe"));
  private static final FeatureEncoding ENCODING =
      new FeatureEncoding(
          List.of(
              new Numeric("spend"),
              PLAN,
              new Numeric("orders"),
              new Numeric("age"),
              new Numeric("price"),
              new Numeric("new")));

  @Test
  void aRowIsEncodedAsTheTrainingEncodesItAndScoredByTheModel() {
    SparkSession spark =
        Sessions.open(
            "common tests",
            Map.of(
                "spark.master", "local[2]",
                "spark.sql.shuffle.partitions", "2",
                "spark.ui.enabled", "false"));
    List<Row> rows = rows(5000);
    Dataset<Row> features = spark.createDataFrame(rows, SCHEMA).repartition(3);
    float[] matrix = new float[rows.size() * ENCODING.width()];
    RowEncoding encoding = new RowEncoding(ENCODING, SCHEMA);
    for (int row = 0; row < rows.size(); row++) {
      encoding.encode(rows.get(row), matrix, row * ENCODING.width());
    }
    float[] expected = model().probabilities(matrix, rows.size());

    Dataset<Row> scored = BatchScorer.score(features, model(), List.of("id", "plan"));

    assertThat(scored.columns()).containsExactly("id", "plan", "probability");
    List<Row> found = scored.orderBy("id").collectAsList();
    assertThat(found).hasSameSizeAs(rows);
    for (int row = 0; row < expected.length; row++) {
      assertThat(found.get(row).getString(0)).isEqualTo(rows.get(row).getString(0));
      assertThat(found.get(row).getString(1)).isEqualTo(rows.get(row).getString(6));
      assertThat(found.get(row).getDouble(2)).isEqualTo(expected[row]);
    }
  }

  private static List<Row> rows(int count) {
    SplittableRandom random = new SplittableRandom(9);
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      rows.add(
          RowFactory.create(
              "c%05d".formatted(row),
              random.nextInt(9) == 0
                  ? null
                  : (Object) (random.nextInt(50) == 0 ? 1e300 : random.nextGaussian() / 3),
              random.nextInt(9) == 0 ? null : (Object) random.nextLong(100),
              random.nextInt(9) == 0 ? null : (Object) random.nextInt(100),
              random.nextInt(9) == 0
                  ? null
                  : new java.math.BigDecimal(random.nextInt(99)).movePointLeft(2),
              random.nextInt(9) == 0 ? null : (Object) random.nextBoolean(),
              List.of("gold", "größe", "tin", "", "gold ").get(random.nextInt(5)),
              "unused"));
    }
    rows.set(7, RowFactory.create("c00007", Double.NaN, null, null, null, null, null, null));
    return rows;
  }

  private static TrainedModel model() {
    double[] coefficients = {0.5, -1, 0.3, 0.7, 0.2, 0.01, -0.02, 0.4, 1};
    double[] whenMissing = {0.1, 0, 0, 0, 0, -0.3, 0.2, 0.6, -0.5};
    Distribution.OfNumbers none = new Distribution.OfNumbers(List.of(), List.of());
    return new TrainedModel(
        ENCODING,
        new LinearModel(-0.5, coefficients, whenMissing),
        new Calibrator.Platt(0.8, 0.1),
        List.of(none, new Distribution.OfCategories(PLAN, List.of()), none, none, none, none),
        none);
  }
}
