package dev.holdfast.training.evaluation;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What an order of scores is worth, for weighted rows: sorts once, so that many weightings of the
 * same rows (as a bootstrap needs) cost one pass each.
 */
public final class RankMetrics {
  private final float[] scores;
  private final byte[] labels;
  private final int[] order;

  /**
   * @param scores one a row, higher meaning more likely positive
   * @param labels 0 or 1, one a row
   */
  public RankMetrics(float[] scores, byte[] labels) {
    this.scores = scores;
    this.labels = labels;
    long[] keyed = new long[scores.length];
    for (int row = 0; row < scores.length; row++) {
      // A float's order as an integer's: descending by score, rows of one score in their own order.
      int bits = Float.floatToIntBits(scores[row]);
      int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
      keyed[row] = ((long) ~ascending << 32) | row;
    }
    Arrays.sort(keyed);
    this.order = Arrays.stream(keyed).mapToInt(key -> (int) key).toArray();
  }

  /** Area under the ROC curve, every row once; equal scores count half. NaN with one class only. */
  public double auc() {
    return auc(row -> 1);
  }

  /** A row's weight. */
  @FunctionalInterface
  public interface Weight {
    double of(int row);
  }

  /** Area under the ROC curve of weighted rows. */
  public double auc(Weight weight) {
    double positivesAbove = 0;
    double pairs = 0;
    double negatives = 0;
    for (int at = 0; at < order.length; ) {
      double tiedPositives = 0;
      double tiedNegatives = 0;
      float score = scores[order[at]];
      while (at < order.length && scores[order[at]] == score) {
        int row = order[at++];
        if (labels[row] == 1) {
          tiedPositives += weight.of(row);
        } else {
          tiedNegatives += weight.of(row);
        }
      }
      pairs += tiedNegatives * (positivesAbove + tiedPositives / 2);
      positivesAbove += tiedPositives;
      negatives += tiedNegatives;
    }
    return pairs / (positivesAbove * negatives);
  }

  /**
   * Average precision: the mean of the precision at each positive, rows of one score taken
   * together.
   */
  public double averagePrecision() {
    double positives = positives();
    double sum = 0;
    double seen = 0;
    double found = 0;
    for (int at = 0; at < order.length; ) {
      double tied = 0;
      float score = scores[order[at]];
      while (at < order.length && scores[order[at]] == score) {
        tied += labels[order[at++]];
        seen++;
      }
      found += tied;
      sum += tied * found / seen;
    }
    return sum / positives;
  }

  /** Share of positives among the highest {@code share} of rows, over their share among all. */
  public double lift(double share) {
    int taken = (int) Math.max(1, Math.round(order.length * share));
    double found = IntStream.range(0, taken).map(at -> labels[order[at]]).sum();
    return (found / taken) / (positives() / order.length);
  }

  /** The score that the {@code count}-th highest row has. */
  public float scoreAt(int count) {
    return scores[order[Math.min(count, order.length) - 1]];
  }

  public int rows() {
    return order.length;
  }

  public double positives() {
    double positives = 0;
    for (byte label : labels) {
      positives += label;
    }
    return positives;
  }
}
