package dev.holdfast.training.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether probabilities are frequencies: rows in bins of about equal numbers by their probability,
 * each with what was said and what came true (the adaptive bins of Nixon and others, Measuring
 * Calibration in Deep Learning, 2019). Bins of equal width would leave nearly all rows of a rare
 * outcome in the first.
 *
 * @param bins the lowest probabilities first
 */
public record Reliability(List<Bin> bins) {
  /** Bins of {@link #of(float[], byte[])}. */
  public static final int BINS = 15;

  public Reliability {
    bins = List.copyOf(bins);
  }

  /**
   * Rows of about one probability.
   *
   * @param predicted the mean of their probabilities
   * @param observed the share of them that were positive
   */
  public record Bin(long rows, double predicted, double observed) {}

  public static Reliability of(float[] probabilities, byte[] labels) {
    return of(probabilities, labels, BINS);
  }

  /** The table of at most {@code most} bins; rows of one probability are in one bin. */
  public static Reliability of(float[] probabilities, byte[] labels, int most) {
    List<Bin> bins = new ArrayList<>(most);
    for (int[] members : members(probabilities, most)) {
      double predicted = 0;
      double positives = 0;
      for (int row : members) {
        predicted += probabilities[row];
        positives += labels[row];
      }
      bins.add(new Bin(members.length, predicted / members.length, positives / members.length));
    }
    return new Reliability(bins);
  }

  /** The rows of each bin. */
  static List<int[]> members(float[] probabilities, int most) {
    int rows = probabilities.length;
    long[] keyed = new long[rows];
    for (int row = 0; row < rows; row++) {
      keyed[row] = ((long) Float.floatToIntBits(probabilities[row]) << 32) | row;
    }
    Arrays.sort(keyed);
    int[] order = Arrays.stream(keyed).mapToInt(key -> (int) key).toArray();
    List<int[]> bins = new ArrayList<>(most);
    int begin = 0;
    for (int at = 0; at < rows; at++) {
      boolean tied = at + 1 < rows && probabilities[order[at + 1]] == probabilities[order[at]];
      // The next quantile above where the bin began: after many equal rows some are passed over.
      long quantile = (long) begin * most / rows + 1;
      boolean full = (at + 1L) * most >= quantile * rows;
      if (full && !tied) {
        bins.add(Arrays.copyOfRange(order, begin, at + 1));
        begin = at + 1;
      }
    }
    return bins;
  }

  /**
   * The expected calibration error: the mean over rows of how far their bin's probability lies from
   * its frequency. By chance alone it is about {@code 0.8 √(p (1 − p) bins / rows)}, never 0.
   */
  public double expectedError() {
    double sum = 0;
    long rows = 0;
    for (Bin bin : bins) {
      sum += bin.rows() * Math.abs(bin.predicted() - bin.observed());
      rows += bin.rows();
    }
    return sum / rows;
  }
}
