package dev.holdfast.training.fit;

/**
 * A logistic regression whose coefficients may not be negative; its intercept is free. Newton steps
 * over the coefficients that are not held at 0, halved until the loss falls and cut off at 0
 * (Bertsekas, Projected Newton Methods for Optimization Problems with Simple Constraints, 1982).
 */
final class NonNegativeLogistic {
  private static final int MOST_STEPS = 100;
  private static final double TOLERANCE = 1e-12;
  // Keeps the equations solvable where two columns are one.
  private static final double RIDGE = 1e-9;

  private final double[][] columns;
  private final byte[] labels;

  /**
   * @param columns {@code columns × rows}
   */
  NonNegativeLogistic(double[][] columns, byte[] labels) {
    this.columns = columns;
    this.labels = labels;
  }

  /** The coefficients, and behind them the intercept, that have the least log loss. */
  double[] minimise() {
    int count = columns.length;
    double[] at = new double[count + 1];
    java.util.Arrays.fill(at, 0, count, 1.0 / count);
    double loss = loss(at);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] direction = direction(at);
      double fallen = 0;
      for (double length = 1; length > 1e-10 && fallen <= 0; length /= 2) {
        double[] moved = at.clone();
        for (int j = 0; j <= count; j++) {
          double to = at[j] - length * direction[j];
          moved[j] = j < count ? Math.max(0, to) : to;
        }
        double movedLoss = loss(moved);
        fallen = loss - movedLoss;
        if (fallen > 0) {
          at = moved;
          loss = movedLoss;
        }
      }
      if (fallen <= TOLERANCE * loss) {
        break;
      }
    }
    return at;
  }

  // The Newton step of what may move; 0 for what is held.
  private double[] direction(double[] at) {
    int size = columns.length + 1;
    double[] gradient = new double[size];
    double[][] hessian = new double[size][size];
    double[] values = new double[size];
    values[size - 1] = 1;
    for (int row = 0; row < labels.length; row++) {
      for (int j = 0; j < size - 1; j++) {
        values[j] = columns[j][row];
      }
      double probability = 1 / (1 + Math.exp(-margin(at, row)));
      double curvature = probability * (1 - probability) / labels.length;
      for (int j = 0; j < size; j++) {
        gradient[j] += (probability - labels[row]) * values[j] / labels.length;
        for (int i = 0; i <= j; i++) {
          hessian[j][i] += curvature * values[j] * values[i];
        }
      }
    }
    for (int j = 0; j < size; j++) {
      hessian[j][j] += RIDGE;
      if (j < size - 1 && at[j] == 0 && gradient[j] >= 0) {
        gradient[j] = 0;
        for (int i = 0; i < size; i++) {
          hessian[Math.max(i, j)][Math.min(i, j)] = i == j ? 1 : 0;
        }
      }
    }
    return Cholesky.solve(hessian, gradient);
  }

  private double loss(double[] at) {
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      // log(1 + exp(m)) − y m, without overflow.
      double margin = margin(at, row);
      sum += Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))) - labels[row] * margin;
    }
    return sum / labels.length;
  }

  private double margin(double[] at, int row) {
    double margin = at[columns.length];
    for (int j = 0; j < columns.length; j++) {
      margin += at[j] * columns[j][row];
    }
    return margin;
  }
}
