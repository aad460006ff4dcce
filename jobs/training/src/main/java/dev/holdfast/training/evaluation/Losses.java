package dev.holdfast.training.evaluation;

/** How far probabilities lie from outcomes. */
public final class Losses {
  // Beyond this a single certain mistake would outweigh all other rows.
  private static final double LEAST = 1e-7;

  private Losses() {}

  /** Mean negative log likelihood, in nats. */
  public static double logLoss(float[] probabilities, byte[] labels) {
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      sum += logLoss(probabilities[row], labels[row]);
    }
    return sum / labels.length;
  }

  /** The negative log likelihood of one row, in nats. */
  static double logLoss(float stated, byte label) {
    double probability = Math.min(1 - LEAST, Math.max(LEAST, stated));
    return label == 1 ? -Math.log(probability) : -Math.log1p(-probability);
  }

  /** Mean squared difference of probability and outcome. */
  public static double brier(float[] probabilities, byte[] labels) {
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      double difference = probabilities[row] - labels[row];
      sum += difference * difference;
    }
    return sum / labels.length;
  }
}
