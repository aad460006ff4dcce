package dev.holdfast.training.evaluation;

/** Rows by what was decided and what they turned out to be. */
public record Confusion(
    long truePositives, long falsePositives, long trueNegatives, long falseNegatives) {

  /** Counts rows by whether they were acted on, and their label. */
  public static Confusion of(boolean[] acted, byte[] labels) {
    long[] counts = new long[4];
    for (int row = 0; row < labels.length; row++) {
      counts[(acted[row] ? 2 : 0) + labels[row]]++;
    }
    return new Confusion(counts[3], counts[2], counts[0], counts[1]);
  }

  /** Share of those decided for that were positive; 0 if none was decided for. */
  public double precision() {
    return share(truePositives, truePositives + falsePositives);
  }

  /** Share of the positives that were decided for. */
  public double recall() {
    return share(truePositives, truePositives + falseNegatives);
  }

  /** Harmonic mean of precision and recall. */
  public double f1() {
    return share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  public double accuracy() {
    return share(
        truePositives + trueNegatives,
        truePositives + trueNegatives + falsePositives + falseNegatives);
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
