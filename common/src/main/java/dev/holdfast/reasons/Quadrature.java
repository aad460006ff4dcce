package dev.holdfast.reasons;

/**
 * Gauss–Legendre quadrature over 0 to 1: exact for polynomials of a degree below twice the number
 * of points.
 */
final class Quadrature {
  private static final double CONVERGED = 1e-15;
  private static final int MOST_STEPS = 100;

  private final double[] points;
  private final double[] weights;

  private Quadrature(double[] points, double[] weights) {
    this.points = points;
    this.weights = weights;
  }

  /** The rule of fewest points that is exact for polynomials of a degree. */
  static Quadrature ofDegree(int degree) {
    int count = degree / 2 + 1;
    double[] points = new double[count];
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      // Newton's method on the Legendre polynomial, from the usual first guess of its roots.
      double x = Math.cos(Math.PI * (i + 0.75) / (count + 0.5));
      double slope = 0;
      for (int step = 0; step < MOST_STEPS; step++) {
        double before = 1;
        double value = x;
        for (int k = 2; k <= count; k++) {
          double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
          before = value;
          value = next;
        }
        slope = count * (x * value - before) / (x * x - 1);
        double move = value / slope;
        x -= move;
        if (Math.abs(move) < CONVERGED) {
          break;
        }
      }
      points[i] = (1 + x) / 2;
      weights[i] = 1 / ((1 - x * x) * slope * slope);
    }
    return new Quadrature(points, weights);
  }

  int count() {
    return points.length;
  }

  double point(int index) {
    return points[index];
  }

  double weight(int index) {
    return weights[index];
  }
}
