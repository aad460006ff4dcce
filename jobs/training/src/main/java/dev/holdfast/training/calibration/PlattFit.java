package dev.holdfast.training.calibration;

import dev.holdfast.model.Calibrator;
import dev.holdfast.model.LogOdds;

/** Learns a line over the log odds of a model's own probabilities, by {@link PlattScaling}. */
final class PlattFit {
  /** A line that fell would turn the order of rows round. */
  private static final double LEAST_SLOPE = 1e-3;

  private PlattFit() {}

  static Calibrator.Platt fit(float[] scores, byte[] labels) {
    double[] logOdds = new double[scores.length];
    for (int row = 0; row < scores.length; row++) {
      logOdds[row] = LogOdds.of(scores[row]);
    }
    PlattScaling line = PlattScaling.learn(logOdds, labels);
    if (line.slope() < LEAST_SLOPE) {
      line = PlattScaling.learnIntercept(LEAST_SLOPE, logOdds, labels);
    }
    return new Calibrator.Platt(line.slope(), line.intercept());
  }
}
