package dev.holdfast.training.calibration;

import dev.holdfast.model.Calibrator;
import dev.holdfast.model.LogOdds;

/**
 * Learns a line over log odds by maximum likelihood, with Newton's steps halved until the loss
 * falls (Platt 1999; Lin, Lin and Weng, A Note on Platt's Probabilistic Outputs, 2007). Outcomes
 * are drawn in by one row of each class, as in both papers.
 */
final class PlattFit {
  /** A line that fell would turn the order of rows round. */
  private static final double LEAST_SLOPE = 1e-3;

  private static final int MOST_STEPS = 100;
  private static final double TOLERANCE = 1e-12;

  private final double[] logOdds;
  private final double[] targets;

  private PlattFit(float[] scores, byte[] labels) {
    double positives = 0;
    for (byte label : labels) {
      positives += label;
    }
    double ifPositive = (positives + 1) / (positives + 2);
    double ifNegative = 1 / (labels.length - positives + 2);
    logOdds = new double[scores.length];
    targets = new double[scores.length];
    for (int row = 0; row < scores.length; row++) {
      logOdds[row] = LogOdds.of(scores[row]);
      targets[row] = labels[row] == 1 ? ifPositive : ifNegative;
    }
  }

  static Calibrator.Platt fit(float[] scores, byte[] labels) {
    return new PlattFit(scores, labels).minimise();
  }

  private Calibrator.Platt minimise() {
    double[] line = newton(1, 0, true);
    if (line[0] < LEAST_SLOPE) {
      line = newton(LEAST_SLOPE, 0, false);
    }
    return new Calibrator.Platt(line[0], line[1]);
  }

  private double[] newton(double firstSlope, double firstIntercept, boolean slopeMoves) {
    double slope = firstSlope;
    double intercept = firstIntercept;
    double loss = loss(slope, intercept);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] move = move(slope, intercept, slopeMoves);
      double fallen = 0;
      for (double length = 1; length > 1e-8 && fallen <= 0; length /= 2) {
        double now = loss(slope + length * move[0], intercept + length * move[1]);
        if (now < loss) {
          fallen = loss - now;
          loss = now;
          slope += length * move[0];
          intercept += length * move[1];
        }
      }
      if (fallen <= TOLERANCE * loss) {
        break;
      }
    }
    return new double[] {slope, intercept};
  }

  private double[] move(double slope, double intercept, boolean slopeMoves) {
    double ofSlope = 0;
    double ofIntercept = 0;
    // A ridge far below anything that data could say keeps equal scores from having no solution.
    double slopeTwice = 1e-9;
    double interceptTwice = 1e-9;
    double both = 0;
    for (int row = 0; row < logOdds.length; row++) {
      double probability = LogOdds.probability(intercept + slope * logOdds[row]);
      double error = probability - targets[row];
      double curve = probability * (1 - probability);
      ofSlope += error * logOdds[row];
      ofIntercept += error;
      slopeTwice += curve * logOdds[row] * logOdds[row];
      interceptTwice += curve;
      both += curve * logOdds[row];
    }
    if (!slopeMoves) {
      return new double[] {0, -ofIntercept / interceptTwice};
    }
    double determinant = slopeTwice * interceptTwice - both * both;
    return new double[] {
      -(interceptTwice * ofSlope - both * ofIntercept) / determinant,
      -(slopeTwice * ofIntercept - both * ofSlope) / determinant
    };
  }

  private double loss(double slope, double intercept) {
    double sum = 0;
    for (int row = 0; row < logOdds.length; row++) {
      double margin = intercept + slope * logOdds[row];
      // log(1 + exp(margin)) without overflow
      sum += Math.max(margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))) - targets[row] * margin;
    }
    return sum;
  }
}
