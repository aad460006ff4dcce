package dev.holdfast.training.fit;

import java.util.Arrays;

/** Solves equations of a symmetric, positive definite matrix. */
final class Cholesky {

  private Cholesky() {}

  /**
   * The solution for a right-hand side.
   *
   * @param lower the lower triangle of the matrix; overwritten by the factor
   */
  static double[] solve(double[][] lower, double[] right) {
    int size = right.length;
    for (int j = 0; j < size; j++) {
      for (int i = 0; i <= j; i++) {
        double sum = lower[j][i];
        for (int k = 0; k < i; k++) {
          sum -= lower[j][k] * lower[i][k];
        }
        lower[j][i] = i == j ? Math.sqrt(Math.max(sum, 1e-14)) : sum / lower[i][i];
      }
    }
    double[] solution = Arrays.copyOf(right, size);
    for (int j = 0; j < size; j++) {
      for (int k = 0; k < j; k++) {
        solution[j] -= lower[j][k] * solution[k];
      }
      solution[j] /= lower[j][j];
    }
    for (int j = size - 1; j >= 0; j--) {
      for (int k = j + 1; k < size; k++) {
        solution[j] -= lower[k][j] * solution[k];
      }
      solution[j] /= lower[j][j];
    }
    return solution;
  }
}
