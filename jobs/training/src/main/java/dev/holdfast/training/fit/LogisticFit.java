package dev.holdfast.training.fit;

import dev.holdfast.model.LinearModel;
import dev.holdfast.training.data.RowBlock;

/**
 * Logistic regression with an elastic net, by proximal Newton steps: the loss is replaced by its
 * second-order expansion, the penalised expansion is minimised by cyclic coordinate descent, and
 * the step is halved until the true objective falls (Friedman, Hastie and Tibshirani,
 * Regularization Paths for Generalized Linear Models via Coordinate Descent, 2010; Lee, Sun and
 * Saunders, 2014).
 *
 * <p>The Hessian costs {@code rows × width²} and the gradient {@code rows × width}, so the Hessian
 * is kept for some steps; a stale one only shortens a step, it never moves the minimum. Penalties
 * are fitted from the strongest down, each starting from the one before.
 *
 * <p>The objective is MLlib's: the weighted mean of the log loss, plus {@code regularization ×
 * (elasticNet × L1 + (1 − elasticNet) / 2 × L2²)} over standardised coefficients.
 */
public final class LogisticFit {
  private static final double TOLERANCE = 1e-7;
  private static final int KEEP_HESSIAN = 3;

  private final Standardised data;
  private final byte[] labels;
  private final double positiveWeight;
  private final double totalWeight;
  private final int width;

  private double intercept;
  private final double[] coefficients;
  private double[] margins;
  private double[][] hessian;

  /**
   * Prepares the rows for any number of fits.
   *
   * @param positiveWeight weight of a positive row where a negative has 1
   */
  public LogisticFit(RowBlock rows, double positiveWeight) {
    this.data = new Standardised(rows);
    this.labels = rows.labels();
    this.positiveWeight = positiveWeight;
    this.totalWeight = rows.rows() + (positiveWeight - 1) * rows.positives();
    this.width = data.width();
    this.coefficients = new double[width];
    double positives = positiveWeight * rows.positives();
    this.intercept = Math.log(positives / (totalWeight - positives));
    this.margins = new double[rows.rows()];
    java.util.Arrays.fill(margins, intercept);
  }

  /** Fits one penalty, starting from the last one fitted. */
  public LinearModel fit(Candidate.Linear candidate) {
    double l1 = candidate.regularization() * candidate.elasticNet();
    double l2 = candidate.regularization() * (1 - candidate.elasticNet());
    double objective = loss(margins) + penalty(coefficients, l1, l2);
    int age = KEEP_HESSIAN;
    for (int step = 0; step < candidate.maxIterations(); step++) {
      boolean fresh = age >= KEEP_HESSIAN;
      if (fresh) {
        hessian = hessian();
        age = 0;
      }
      double[] gradient = gradient();
      double[] direction = direction(gradient, l1, l2);
      double fallen = objective - take(direction, objective, l1, l2);
      objective -= fallen;
      age++;
      if (fallen <= TOLERANCE * Math.abs(objective)) {
        if (fresh) {
          break;
        }
        age = KEEP_HESSIAN;
      }
    }
    // Weighted positives raise the intercept by the logarithm of their weight.
    return data.model(intercept - Math.log(positiveWeight), coefficients);
  }

  // Moves along the direction, as far as the objective falls; returns the new objective.
  private double take(double[] direction, double objective, double l1, double l2) {
    double[] along = along(direction);
    double[] moved = new double[margins.length];
    double[] tried = new double[width];
    for (double length = 1; length > 1e-6; length /= 2) {
      for (int row = 0; row < moved.length; row++) {
        moved[row] = margins[row] + length * along[row];
      }
      for (int j = 0; j < width; j++) {
        tried[j] = coefficients[j] + length * direction[j];
      }
      double now = loss(moved) + penalty(tried, l1, l2);
      if (now < objective) {
        System.arraycopy(tried, 0, coefficients, 0, width);
        intercept += length * direction[width];
        margins = moved;
        return now;
      }
    }
    return objective;
  }

  // The last element of a direction, a gradient or a row of the Hessian is the intercept's.
  private double[] direction(double[] gradient, double l1, double l2) {
    double[] step = new double[width + 1];
    double[] slope = gradient.clone();
    for (int sweep = 0; sweep < 1000; sweep++) {
      double largest = 0;
      for (int j = 0; j <= width; j++) {
        double curvature = hessian[j][j];
        double change;
        if (j == width) {
          change = -slope[j] / curvature;
        } else if (curvature < 1e-12) {
          continue;
        } else {
          double now = coefficients[j] + step[j];
          double target = soft(curvature * now - slope[j], l1) / (curvature + l2);
          change = target - now;
        }
        if (change != 0) {
          step[j] += change;
          double[] row = hessian[j];
          for (int k = 0; k <= width; k++) {
            slope[k] += change * row[k];
          }
          largest = Math.max(largest, change * change * curvature);
        }
      }
      if (largest < 1e-12) {
        break;
      }
    }
    return step;
  }

  private double[] gradient() {
    double[] gradient = new double[width + 1];
    float[] values = data.values();
    for (int row = 0; row < labels.length; row++) {
      double residual =
          weight(row) * (1 / (1 + Math.exp(-margins[row])) - labels[row]) / totalWeight;
      int at = row * width;
      for (int j = 0; j < width; j++) {
        gradient[j] += residual * values[at + j];
      }
      gradient[width] += residual;
    }
    return gradient;
  }

  private double[][] hessian() {
    double[][] sums = new double[width + 1][width + 1];
    float[] values = data.values();
    double[] scaled = new double[width];
    for (int row = 0; row < labels.length; row++) {
      double probability = 1 / (1 + Math.exp(-margins[row]));
      double curvature =
          Math.max(1e-6, weight(row) * probability * (1 - probability)) / totalWeight;
      int at = row * width;
      for (int j = 0; j < width; j++) {
        scaled[j] = values[at + j];
      }
      for (int i = 0; i < width; i++) {
        double by = curvature * scaled[i];
        double[] sum = sums[i];
        for (int j = 0; j <= i; j++) {
          sum[j] += by * scaled[j];
        }
        sums[width][i] += by;
      }
      sums[width][width] += curvature;
    }
    for (int i = 0; i <= width; i++) {
      for (int j = 0; j < i; j++) {
        sums[j][i] = sums[i][j];
      }
    }
    return sums;
  }

  private double[] along(double[] direction) {
    double[] along = new double[labels.length];
    float[] values = data.values();
    for (int row = 0; row < along.length; row++) {
      double sum = direction[width];
      int at = row * width;
      for (int j = 0; j < width; j++) {
        sum += direction[j] * values[at + j];
      }
      along[row] = sum;
    }
    return along;
  }

  private double loss(double[] at) {
    double sum = 0;
    for (int row = 0; row < at.length; row++) {
      // log(1 + exp(m)) − y m, without overflow.
      double margin = at[row];
      double soft = Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
      sum += weight(row) * (soft - labels[row] * margin);
    }
    return sum / totalWeight;
  }

  private double weight(int row) {
    return labels[row] == 1 ? positiveWeight : 1;
  }

  private static double penalty(double[] coefficients, double l1, double l2) {
    double sum = 0;
    for (double coefficient : coefficients) {
      sum += l1 * Math.abs(coefficient) + l2 / 2 * coefficient * coefficient;
    }
    return sum;
  }

  private static double soft(double value, double by) {
    return Math.signum(value) * Math.max(0, Math.abs(value) - by);
  }
}
