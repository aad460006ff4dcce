package dev.holdfast.model;

import java.util.List;

/**
 * Naive Bayes over encoded columns: each adds the logarithm of how much likelier its value is among
 * positives than among negatives; a missing value adds nothing.
 *
 * @param priorLogOdds log odds of a positive before anything is known of a row
 * @param columns one for each encoded column
 */
public record NaiveBayesModel(double priorLogOdds, List<Column> columns) implements ScoringModel {

  public NaiveBayesModel {
    columns = List.copyOf(columns);
  }

  /** What a column's value says about the outcome. */
  public sealed interface Column extends java.io.Serializable {
    /** What a value that is not missing adds to the log odds. */
    double logRatio(float value);
  }

  /**
   * A number, normally distributed in each class.
   *
   * @param negativeMean mean among negatives, {@code negativeVariance} the variance, above 0
   */
  public record Gaussian(
      double negativeMean, double negativeVariance, double positiveMean, double positiveVariance)
      implements Column {
    @Override
    public double logRatio(float value) {
      return logDensity(value, positiveMean, positiveVariance)
          - logDensity(value, negativeMean, negativeVariance);
    }

    // Without the constant, which both classes share.
    private static double logDensity(double value, double mean, double variance) {
      double distance = value - mean;
      return -0.5 * (Math.log(variance) + distance * distance / variance);
    }
  }

  /**
   * Zero or one; a value from a half on counts as one.
   *
   * @param ifZero log ratio of the chances of a zero, {@code ifOne} of a one
   */
  public record Bernoulli(double ifZero, double ifOne) implements Column {
    @Override
    public double logRatio(float value) {
      return value >= 0.5f ? ifOne : ifZero;
    }
  }

  @Override
  public float[] probabilities(float[] matrix, int rows) {
    int width = columns.size();
    float[] probabilities = new float[rows];
    for (int row = 0; row < rows; row++) {
      double logOdds = priorLogOdds;
      for (int column = 0; column < width; column++) {
        float value = matrix[row * width + column];
        if (!Float.isNaN(value)) {
          logOdds += columns.get(column).logRatio(value);
        }
      }
      probabilities[row] = (float) (1 / (1 + Math.exp(-logOdds)));
    }
    return probabilities;
  }
}
