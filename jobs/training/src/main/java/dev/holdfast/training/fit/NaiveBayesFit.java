package dev.holdfast.training.fit;

import dev.holdfast.model.NaiveBayesModel;
import dev.holdfast.model.NaiveBayesModel.Bernoulli;
import dev.holdfast.model.NaiveBayesModel.Column;
import dev.holdfast.model.NaiveBayesModel.Gaussian;
import dev.holdfast.training.data.RowBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Naive Bayes: a column that holds nothing but zeros and ones, as those of categories do, is
 * Bernoulli in each class, any other is Gaussian. Missing values are skipped.
 */
final class NaiveBayesFit {

  private NaiveBayesFit() {}

  static NaiveBayesModel model(RowBlock rows, NaiveBayes candidate) {
    List<Column> columns = new ArrayList<>();
    for (int column = 0; column < rows.width(); column++) {
      columns.add(column(rows.column(column), rows.labels(), candidate));
    }
    double positives = rows.positives();
    return new NaiveBayesModel(Math.log(positives / (rows.rows() - positives)), columns);
  }

  private static Column column(float[] values, byte[] labels, NaiveBayes candidate) {
    boolean binary = true;
    long[] counts = new long[2];
    double[] sums = new double[2];
    for (int row = 0; row < values.length; row++) {
      if (!Float.isNaN(values[row])) {
        binary &= values[row] == 0 || values[row] == 1;
        counts[labels[row]]++;
        sums[labels[row]] += values[row];
      }
    }
    if (counts[0] == 0 || counts[1] == 0) {
      // Seen in one class alone, there is nothing to compare.
      return new Bernoulli(0, 0);
    }
    return binary
        ? bernoulli(counts, sums, candidate.smoothing())
        : gaussian(values, labels, counts, sums, candidate.varianceSmoothing());
  }

  private static Bernoulli bernoulli(long[] counts, double[] ones, double smoothing) {
    double negative = (ones[0] + smoothing) / (counts[0] + 2 * smoothing);
    double positive = (ones[1] + smoothing) / (counts[1] + 2 * smoothing);
    return new Bernoulli(Math.log((1 - positive) / (1 - negative)), Math.log(positive / negative));
  }

  private static Gaussian gaussian(
      float[] values, byte[] labels, long[] counts, double[] sums, double smoothing) {
    double[] means = {sums[0] / counts[0], sums[1] / counts[1]};
    double mean = (sums[0] + sums[1]) / (counts[0] + counts[1]);
    double[] squares = new double[2];
    double all = 0;
    for (int row = 0; row < values.length; row++) {
      if (!Float.isNaN(values[row])) {
        double within = values[row] - means[labels[row]];
        squares[labels[row]] += within * within;
        all += (values[row] - mean) * (values[row] - mean);
      }
    }
    double added = smoothing * all / (counts[0] + counts[1]);
    if (added == 0) {
      // Always the same, it says nothing.
      return new Gaussian(0, 1, 0, 1);
    }
    return new Gaussian(
        means[0], squares[0] / counts[0] + added, means[1], squares[1] / counts[1] + added);
  }
}
