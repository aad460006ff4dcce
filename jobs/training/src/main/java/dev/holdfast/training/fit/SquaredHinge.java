package dev.holdfast.training.fit;

import dev.holdfast.training.data.RowBlock;

/**
 * Minimises the squared hinge loss with an L2 penalty by Newton steps over the rows inside the
 * margin, each halved until the objective falls (Keerthi and DeCoste, A Modified Finite Newton
 * Method for Fast Solution of Large Scale Linear SVMs, 2005).
 *
 * <p>The objective is the weighted mean of {@code max(0, 1 − y·margin)²}, plus {@code
 * regularization / 2 × L2²} over standardised coefficients; the intercept is free.
 */
final class SquaredHinge {
  private static final double TOLERANCE = 1e-10;

  private final Standardised data;
  private final byte[] labels;
  private final double positiveWeight;
  private final double totalWeight;
  private final int width;
  // The coefficients, and the intercept behind them.
  private double[] weights;

  SquaredHinge(RowBlock rows, double positiveWeight) {
    this.data = new Standardised(rows);
    this.labels = rows.labels();
    this.positiveWeight = positiveWeight;
    this.totalWeight = rows.rows() + (positiveWeight - 1) * rows.positives();
    this.width = data.width();
    this.weights = new double[width + 1];
  }

  /**
   * Goes on from the last minimum found; returns the coefficients, and behind them the intercept.
   */
  double[] minimise(double regularization, int maxIterations) {
    double objective = objective(weights, regularization);
    for (int step = 0; step < maxIterations; step++) {
      double[] direction = direction(regularization);
      double[] moved = weights;
      double fallen = 0;
      for (double length = 1; length > 1e-8 && fallen <= 0; length /= 2) {
        moved = weights.clone();
        for (int j = 0; j <= width; j++) {
          moved[j] -= length * direction[j];
        }
        fallen = objective - objective(moved, regularization);
      }
      if (fallen <= 0) {
        break;
      }
      weights = moved;
      objective -= fallen;
      if (fallen <= TOLERANCE * objective) {
        break;
      }
    }
    return weights.clone();
  }

  Standardised data() {
    return data;
  }

  private double objective(double[] at, double regularization) {
    double loss = 0;
    for (int row = 0; row < labels.length; row++) {
      double lacking = 1 - sign(row) * margin(at, row);
      if (lacking > 0) {
        loss += weight(row) * lacking * lacking;
      }
    }
    double squares = 0;
    for (int j = 0; j < width; j++) {
      squares += at[j] * at[j];
    }
    return loss / totalWeight + regularization / 2 * squares;
  }

  // The Hessian's solution for the gradient.
  private double[] direction(double regularization) {
    double[][] hessian = new double[width + 1][width + 1];
    double[] gradient = new double[width + 1];
    double[] values = new double[width + 1];
    values[width] = 1;
    for (int row = 0; row < labels.length; row++) {
      double lacking = 1 - sign(row) * margin(weights, row);
      if (lacking > 0) {
        double scale = 2 * weight(row) / totalWeight;
        for (int j = 0; j < width; j++) {
          values[j] = data.values()[row * width + j];
        }
        for (int j = 0; j <= width; j++) {
          gradient[j] -= scale * sign(row) * lacking * values[j];
          double scaled = scale * values[j];
          double[] line = hessian[j];
          for (int i = 0; i <= j; i++) {
            line[i] += scaled * values[i];
          }
        }
      }
    }
    for (int j = 0; j < width; j++) {
      gradient[j] += regularization * weights[j];
      hessian[j][j] += regularization;
    }
    // Where no row is inside the margin the intercept has no curvature.
    hessian[width][width] += 1e-12;
    return Cholesky.solve(hessian, gradient);
  }

  private double margin(double[] at, int row) {
    double margin = at[width];
    for (int j = 0; j < width; j++) {
      margin += at[j] * data.values()[row * width + j];
    }
    return margin;
  }

  private int sign(int row) {
    return labels[row] == 1 ? 1 : -1;
  }

  private double weight(int row) {
    return labels[row] == 1 ? positiveWeight : 1;
  }
}
