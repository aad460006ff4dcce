package dev.holdfast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.job.Sessions;
import dev.holdfast.model.LinearModel;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.LogisticFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogisticFitTest {

  @ParameterizedTest
  @CsvSource({"0.0,0.0", "0.01,0.0", "0.01,1.0", "0.05,0.5", "0.001,0.3"})
  void coefficientsAreThoseOfMllib(double regularization, double elasticNet) {
    RowBlock rows = rows(2000, 6, 3);

    LinearModel ours =
        new LogisticFit(rows, 1)
            .fit(new Candidate.Linear("linear", regularization, elasticNet, 200));

    LogisticRegressionModel theirs =
        new LogisticRegression()
            .setRegParam(regularization)
            .setElasticNetParam(elasticNet)
            .setMaxIter(500)
            .setTol(1e-10)
            .fit(dataset(rows));
    assertThat(ours.intercept()).isCloseTo(theirs.intercept(), within(2e-3));
    for (int column = 0; column < rows.width(); column++) {
      assertThat(ours.coefficients()[column])
          .as("column " + column)
          .isCloseTo(theirs.coefficients().apply(column), within(2e-3));
    }
  }

  @Test
  void aPathGivesWhatSingleFitsGive() {
    RowBlock rows = rows(1500, 5, 9);
    LogisticFit path = new LogisticFit(rows, 1);
    path.fit(new Candidate.Linear("l", 0.1, 0.5, 200));
    LinearModel warm = path.fit(new Candidate.Linear("l", 0.01, 0.5, 200));

    LinearModel cold = new LogisticFit(rows, 1).fit(new Candidate.Linear("l", 0.01, 0.5, 200));

    for (int column = 0; column < rows.width(); column++) {
      assertThat(warm.coefficients()[column]).isCloseTo(cold.coefficients()[column], within(1e-3));
    }
  }

  @Test
  void aMissingValueIsTheMedianAndItsIndicator() {
    SplittableRandom random = new SplittableRandom(4);
    int count = 4000;
    float[] values = new float[count];
    byte[] labels = new byte[count];
    for (int row = 0; row < count; row++) {
      boolean missing = random.nextDouble() < 0.3;
      values[row] = missing ? Float.NaN : (float) random.nextGaussian();
      labels[row] = (byte) (random.nextDouble() < (missing ? 0.6 : 0.2) ? 1 : 0);
    }
    LinearModel model =
        new LogisticFit(new RowBlock(count, 1, values, labels, new int[count], new long[count]), 1)
            .fit(new Candidate.Linear("l", 0.0001, 0, 100));

    float[] probabilities = model.probabilities(new float[] {Float.NaN, 0f}, 2);
    assertThat(probabilities[0]).isCloseTo(0.6f, within(0.05f));
    assertThat(probabilities[1]).isCloseTo(0.2f, within(0.05f));
  }

  @Test
  void weightedPositivesLeaveProbabilitiesAsFrequentAsOutcomes() {
    RowBlock rows = rows(6000, 3, 21);
    LinearModel weighted = new LogisticFit(rows, 5).fit(new Candidate.Linear("l", 0, 0, 100));

    float[] probabilities = weighted.probabilities(rows.values(), rows.rows());
    double mean = 0;
    for (float probability : probabilities) {
      mean += probability / probabilities.length;
    }
    assertThat(mean).isCloseTo((double) rows.positives() / rows.rows(), within(0.02));
  }

  private static RowBlock rows(int count, int width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * width];
    byte[] labels = new byte[count];
    for (int row = 0; row < count; row++) {
      double margin = -1;
      double shared = random.nextGaussian();
      for (int column = 0; column < width; column++) {
        float value = (float) ((random.nextGaussian() + 0.5 * shared) * (column + 1) + column);
        values[row * width + column] = value;
        margin += (column % 3 - 1) * 0.4 * (value - column) / (column + 1);
      }
      labels[row] = (byte) (random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? 1 : 0);
    }
    return new RowBlock(count, width, values, labels, new int[count], new long[count]);
  }

  private static Dataset<Row> dataset(RowBlock rows) {
    SparkSession spark =
        Sessions.open(
            "training test", Map.of("spark.master", "local[2]", "spark.ui.enabled", "false"));
    List<Row> list = new ArrayList<>();
    for (int row = 0; row < rows.rows(); row++) {
      double[] values = new double[rows.width()];
      for (int column = 0; column < values.length; column++) {
        values[column] = rows.values()[row * rows.width() + column];
      }
      list.add(RowFactory.create((double) rows.labels()[row], Vectors.dense(values)));
    }
    return spark.createDataFrame(
        list,
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType()));
  }
}
