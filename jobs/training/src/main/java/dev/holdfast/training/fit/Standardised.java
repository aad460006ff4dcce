package dev.holdfast.training.fit;

import dev.holdfast.model.LinearModel;
import dev.holdfast.model.Scaling;
import dev.holdfast.training.data.RowBlock;
import java.util.Arrays;

/**
 * Rows as a linear model wants them: missing values replaced by the column's median and told by an
 * indicator column, every column with mean 0 and standard deviation 1.
 *
 * <p>A column without spread becomes all 0, so that it gets no coefficient.
 */
final class Standardised {
  private final int rows;
  private final int width;
  private final float[] values;
  private final double[] medians;
  private final int[] indicated;
  private final double[] means;
  private final double[] deviations;

  /** Learns medians, means and deviations from these rows, and applies them. */
  Standardised(RowBlock block) {
    rows = block.rows();
    int inputs = block.width();
    medians = new double[inputs];
    int[] withMissing = new int[inputs];
    int count = 0;
    for (int column = 0; column < inputs; column++) {
      float[] present = present(block.column(column));
      medians[column] = present.length == 0 ? 0 : present[present.length / 2];
      if (present.length < rows) {
        withMissing[count++] = column;
      }
    }
    indicated = Arrays.copyOf(withMissing, count);
    width = inputs + count;
    means = new double[width];
    deviations = new double[width];
    values = new float[Math.multiplyExact(rows, width)];
    fill(block, inputs);
    standardise();
  }

  int rows() {
    return rows;
  }

  int width() {
    return width;
  }

  /** Row-major, {@code rows × width}; not a copy. */
  float[] values() {
    return values;
  }

  /** What was learnt, to be applied to other rows. */
  Scaling scaling() {
    return new Scaling(medians, indicated, means, deviations);
  }

  /** The model over the original columns that these coefficients on standardised ones are. */
  LinearModel model(double intercept, double[] coefficients) {
    int inputs = medians.length;
    double[] own = new double[inputs];
    double[] whenMissing = new double[inputs];
    double[] usual = new double[inputs];
    double base = intercept;
    for (int column = 0; column < width; column++) {
      double scaled = deviations[column] == 0 ? 0 : coefficients[column] / deviations[column];
      base -= scaled * means[column];
      if (column < inputs) {
        own[column] = scaled;
        whenMissing[column] += scaled * medians[column];
        usual[column] += scaled * means[column];
      } else {
        whenMissing[indicated[column - inputs]] += scaled;
        usual[indicated[column - inputs]] += scaled * means[column];
      }
    }
    return new LinearModel(base, own, whenMissing, usual);
  }

  private void fill(RowBlock block, int inputs) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < inputs; column++) {
        float value = block.values()[row * inputs + column];
        values[row * width + column] = Float.isNaN(value) ? (float) medians[column] : value;
      }
      for (int indicator = 0; indicator < indicated.length; indicator++) {
        boolean missing = Float.isNaN(block.values()[row * inputs + indicated[indicator]]);
        values[row * width + inputs + indicator] = missing ? 1f : 0f;
      }
    }
  }

  private void standardise() {
    for (int column = 0; column < width; column++) {
      double sum = 0;
      for (int row = 0; row < rows; row++) {
        sum += values[row * width + column];
      }
      double mean = sum / rows;
      double squares = 0;
      for (int row = 0; row < rows; row++) {
        double difference = values[row * width + column] - mean;
        squares += difference * difference;
      }
      double deviation = Math.sqrt(squares / Math.max(1, rows - 1));
      means[column] = mean;
      deviations[column] = deviation < 1e-12 ? 0 : deviation;
      for (int row = 0; row < rows; row++) {
        int at = row * width + column;
        values[at] = deviations[column] == 0 ? 0f : (float) ((values[at] - mean) / deviation);
      }
    }
  }

  private static float[] present(float[] column) {
    float[] present = new float[column.length];
    int count = 0;
    for (float value : column) {
      if (!Float.isNaN(value)) {
        present[count++] = value;
      }
    }
    float[] sorted = Arrays.copyOf(present, count);
    Arrays.sort(sorted);
    return sorted;
  }
}
