package dev.holdfast.training.calibration;

import dev.holdfast.model.LogOdds;

/**
 * The sigmoid {@code 1 / (1 + exp(−(slope × margin + intercept)))} that makes margins
 * probabilities, by Newton's method on targets that lean from 0 and 1 (Platt, Probabilistic Outputs
 * for Support Vector Machines, 1999; Lin, Lin and Weng, A Note on Platt's Probabilistic Outputs,
 * 2007).
 */
public record PlattScaling(double slope, double intercept) {
  private static final int STEPS = 100;
  // Far below anything that data could say; it keeps equal margins from having no solution.
  private static final double RIDGE = 1e-9;

  /** Learns from margins of rows that their model was not fitted on. */
  public static PlattScaling learn(double[] margins, byte[] labels) {
    return new PlattScaling(0, 0).leveled(labels).fitted(margins, labels, true);
  }

  /** As {@link #learn}, with the slope given. */
  static PlattScaling learnIntercept(double slope, double[] margins, byte[] labels) {
    return new PlattScaling(slope, 0).fitted(margins, labels, false);
  }

  // What is known of a row without its margin.
  private PlattScaling leveled(byte[] labels) {
    double positives = positives(labels);
    return new PlattScaling(slope, Math.log((positives + 1) / (labels.length - positives + 1)));
  }

  private PlattScaling fitted(double[] margins, byte[] labels, boolean slopeMoves) {
    double positives = positives(labels);
    double high = (positives + 1) / (positives + 2);
    double low = 1 / (labels.length - positives + 2);
    PlattScaling at = this;
    double loss = at.loss(margins, labels, high, low);
    for (int step = 0; step < STEPS; step++) {
      PlattScaling direction = at.direction(margins, labels, high, low, slopeMoves);
      double fallen = 0;
      PlattScaling moved = at;
      for (double length = 1; length > 1e-10 && fallen <= 0; length /= 2) {
        moved =
            new PlattScaling(
                at.slope - length * direction.slope, at.intercept - length * direction.intercept);
        fallen = loss - moved.loss(margins, labels, high, low);
      }
      if (fallen <= 1e-12 * loss) {
        break;
      }
      at = moved;
      loss -= fallen;
    }
    return at;
  }

  private PlattScaling direction(
      double[] margins, byte[] labels, double high, double low, boolean slopeMoves) {
    double slopeSlope = RIDGE;
    double slopeIntercept = 0;
    double interceptIntercept = RIDGE;
    double bySlope = 0;
    double byIntercept = 0;
    for (int row = 0; row < labels.length; row++) {
      double probability = LogOdds.probability(slope * margins[row] + intercept);
      double curvature = probability * (1 - probability);
      double error = probability - (labels[row] == 1 ? high : low);
      slopeSlope += curvature * margins[row] * margins[row];
      slopeIntercept += curvature * margins[row];
      interceptIntercept += curvature;
      bySlope += error * margins[row];
      byIntercept += error;
    }
    if (!slopeMoves) {
      return new PlattScaling(0, byIntercept / interceptIntercept);
    }
    double determinant = slopeSlope * interceptIntercept - slopeIntercept * slopeIntercept;
    return new PlattScaling(
        (interceptIntercept * bySlope - slopeIntercept * byIntercept) / determinant,
        (slopeSlope * byIntercept - slopeIntercept * bySlope) / determinant);
  }

  private double loss(double[] margins, byte[] labels, double high, double low) {
    double loss = 0;
    for (int row = 0; row < labels.length; row++) {
      double logOdds = slope * margins[row] + intercept;
      double target = labels[row] == 1 ? high : low;
      // log(1 + exp(x)) − target × x, without overflow.
      loss += Math.max(logOdds, 0) + Math.log1p(Math.exp(-Math.abs(logOdds))) - target * logOdds;
    }
    return loss;
  }

  private static double positives(byte[] labels) {
    double positives = 0;
    for (byte label : labels) {
      positives += label;
    }
    return positives;
  }
}
