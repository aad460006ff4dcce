package dev.holdfast.training.evaluation;

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
    this.order = DescendingOrder.of(scores);
  }

  /** Area under the ROC curve, every row once; equal scores count half. NaN with one class only. */
  public double auc() {
    return weighted(row -> 1, 1).auc();
  }

  /**
   * Average precision: the mean of the precision at each positive, rows of one score taken
   * together.
   */
  public double averagePrecision() {
    return weighted(row -> 1, 1).averagePrecision();
  }

  /** Share of positives among the highest {@code share} of rows, over their share among all. */
  public double lift(double share) {
    return weighted(row -> 1, share).lift();
  }

  /** A row's weight: how often it counts. */
  @FunctionalInterface
  public interface Weight {
    int of(int row);
  }

  /** The metrics of weighted rows; all are NaN if the weight is on one class only. */
  public record Weighted(double auc, double averagePrecision, double lift) {}

  /**
   * All metrics of weighted rows, in one pass.
   *
   * @param share of the rows that the lift is of
   */
  public Weighted weighted(Weight weight, double share) {
    long rows = 0;
    long positives = 0;
    for (int row = 0; row < labels.length; row++) {
      int each = weight.of(row);
      rows += each;
      positives += labels[row] * each;
    }
    long top = Math.max(1, Math.round(rows * share));
    double pairs = 0;
    double precisions = 0;
    long foundAtTop = 0;
    long seen = 0;
    long found = 0;
    for (int at = 0; at < order.length; ) {
      long tied = 0;
      long tiedPositives = 0;
      float score = scores[order[at]];
      while (at < order.length && scores[order[at]] == score) {
        int row = order[at++];
        int each = weight.of(row);
        foundAtTop += labels[row] * Math.max(0, Math.min(each, top - seen - tied));
        tied += each;
        tiedPositives += labels[row] * each;
      }
      pairs += (tied - tiedPositives) * (found + tiedPositives / 2.0);
      seen += tied;
      found += tiedPositives;
      // Rows that weigh nothing have seen nothing.
      precisions += tiedPositives == 0 ? 0 : tiedPositives * ((double) found / seen);
    }
    return new Weighted(
        pairs / ((double) positives * (rows - positives)),
        precisions / positives,
        ((double) foundAtTop / top) / ((double) positives / rows));
  }

  /** Positives among rows of some places in the order, from {@code begin} to before {@code end}. */
  long positives(int begin, int end) {
    return IntStream.range(begin, end).map(at -> labels[order[at]]).sum();
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
