package dev.holdfast.reasons;

import dev.holdfast.model.LinearModel;
import java.util.Optional;

/**
 * Contributions of a sum of terms, one a column: how far each term lies from what it is on average
 * over the training rows. These are its exact Shapley values, whatever the columns have to do with
 * each other, where columns that are not known are drawn from the training rows.
 */
final class LinearTerms implements Contributions {
  private final double base;
  private final double[] coefficients;
  private final double[] whenMissing;
  private final double[] usual;

  private LinearTerms(double base, double[] coefficients, double[] whenMissing, double[] usual) {
    this.base = base;
    this.coefficients = coefficients;
    this.whenMissing = whenMissing;
    this.usual = usual;
  }

  /** Those of a model that knows its usual terms. */
  static Optional<Contributions> of(LinearModel model) {
    return model
        .usual()
        .map(
            usual -> {
              double base = model.intercept();
              for (double term : usual) {
                base += term;
              }
              return new LinearTerms(base, model.coefficients(), model.whenMissing(), usual);
            });
  }

  @Override
  public double base() {
    return base;
  }

  @Override
  public int width() {
    return coefficients.length;
  }

  @Override
  public void explain(float[] matrix, int rows, double[] into) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < coefficients.length; column++) {
        int at = row * coefficients.length + column;
        double term =
            Float.isNaN(matrix[at]) ? whenMissing[column] : coefficients[column] * matrix[at];
        into[at] = term - usual[column];
      }
    }
  }
}
