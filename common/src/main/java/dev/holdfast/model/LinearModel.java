package dev.holdfast.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * A logistic regression over encoded columns. A missing value adds what was learnt for it: the
 * coefficient at the training median, and the coefficient of the column's missing indicator.
 */
public final class LinearModel implements ScoringModel {
  private static final long serialVersionUID = 1L;

  private final double intercept;
  private final double[] coefficients;
  private final double[] whenMissing;
  private final double[] usual;

  /**
   * @param coefficients one for each encoded column, on its own scale
   * @param whenMissing what a missing value adds to the margin, for each encoded column
   */
  public LinearModel(double intercept, double[] coefficients, double[] whenMissing) {
    this(intercept, coefficients, whenMissing, new double[0]);
  }

  /**
   * @param usual what each encoded column adds to the margin on average over the training rows
   */
  public LinearModel(
      double intercept, double[] coefficients, double[] whenMissing, double[] usual) {
    this.intercept = intercept;
    this.coefficients = coefficients.clone();
    this.whenMissing = whenMissing.clone();
    this.usual = usual.clone();
  }

  public double intercept() {
    return intercept;
  }

  public double[] coefficients() {
    return coefficients.clone();
  }

  public double[] whenMissing() {
    return whenMissing.clone();
  }

  /** What each column adds on average over the training rows; models of before kept it not. */
  public Optional<double[]> usual() {
    return usual.length == coefficients.length ? Optional.of(usual.clone()) : Optional.empty();
  }

  @Override
  public float[] probabilities(float[] matrix, int rows) {
    float[] probabilities = new float[rows];
    for (int row = 0; row < rows; row++) {
      probabilities[row] = (float) (1 / (1 + Math.exp(-margin(matrix, row))));
    }
    return probabilities;
  }

  /** The log odds of one row of a matrix. */
  public double margin(float[] matrix, int row) {
    int width = coefficients.length;
    double margin = intercept;
    for (int column = 0; column < width; column++) {
      float value = matrix[row * width + column];
      margin += Float.isNaN(value) ? whenMissing[column] : coefficients[column] * value;
    }
    return margin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinearModel linear
        && intercept == linear.intercept
        && Arrays.equals(coefficients, linear.coefficients)
        && Arrays.equals(whenMissing, linear.whenMissing)
        && Arrays.equals(usual, linear.usual);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(coefficients);
  }
}
