package dev.holdfast.training.fit;

/**
 * The sigmoid {@code 1 / (1 + exp(−(slope × margin + intercept)))} that makes margins
 * probabilities, by Newton's method on targets that lean from 0 and 1 (Platt, Probabilistic Outputs
 * for Support Vector Machines, 1999; Lin, Lin and Weng, A Note on Platt's Probabilistic Outputs,
 * 2007).
 */
record PlattScaling(double slope, double intercept) {
  private static final int STEPS = 100;

  /** Learns from margins of rows that their model was not fitted on. */
  static PlattScaling learn(double[] margins, byte[] labels) {
    double positives = 0;
    for (byte label : labels) {
      positives += label;
    }
    double negatives = labels.length - positives;
    double high = (positives + 1) / (positives + 2);
    double low = 1 / (negatives + 2);
    PlattScaling at = new PlattScaling(0, Math.log((positives + 1) / (negatives + 1)));
    double loss = at.loss(margins, labels, high, low);
    for (int step = 0; step < STEPS; step++) {
      PlattScaling direction = at.direction(margins, labels, high, low);
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

  private PlattScaling direction(double[] margins, byte[] labels, double high, double low) {
    double slopeSlope = 1e-12;
    double slopeIntercept = 0;
    double interceptIntercept = 1e-12;
    double bySlope = 0;
    double byIntercept = 0;
    for (int row = 0; row < labels.length; row++) {
      double probability = 1 / (1 + Math.exp(-(slope * margins[row] + intercept)));
      double curvature = probability * (1 - probability);
      double error = probability - (labels[row] == 1 ? high : low);
      slopeSlope += curvature * margins[row] * margins[row];
      slopeIntercept += curvature * margins[row];
      interceptIntercept += curvature;
      bySlope += error * margins[row];
      byIntercept += error;
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
}
