package dev.holdfast.training.evaluation;

import dev.holdfast.training.evaluation.Bootstrap.Interval;

/**
 * The area under the ROC curve of some rows with its standard error where the rows of one entity
 * are alike (Obuchowski, Nonparametric Analysis of Clustered ROC Curve Data, 1997): in one pass
 * over sorted rows, where resampling would take hundreds.
 *
 * @param area NaN with one class only
 * @param error NaN where a class is of fewer than two entities
 */
record ClusteredArea(double area, double error) {
  private static final double TWO_SIDED_95 = 1.959964;

  /**
   * Measures some rows.
   *
   * @param members the rows
   */
  static ClusteredArea of(int[] members, float[] scores, byte[] labels, Entities entities) {
    float[] own = new float[members.length];
    long positives = 0;
    for (int at = 0; at < members.length; at++) {
      own[at] = scores[members[at]];
      positives += labels[members[at]];
    }
    long negatives = members.length - positives;
    if (positives == 0 || negatives == 0) {
      return new ClusteredArea(Double.NaN, Double.NaN);
    }
    double[] beaten = beaten(own, members, labels, positives, negatives);
    double sum = 0;
    for (int at = 0; at < members.length; at++) {
      sum += labels[members[at]] * beaten[at];
    }
    double area = sum / positives;
    Sums sums = new Sums(entities.count());
    for (int at = 0; at < members.length; at++) {
      sums.add(entities.of()[members[at]], labels[members[at]], beaten[at] - area);
    }
    return new ClusteredArea(area, Math.sqrt(sums.variance(positives, negatives)));
  }

  // Of a positive the share of negatives below it, of a negative the share of positives above it;
  // equal scores count half.
  private static double[] beaten(
      float[] own, int[] members, byte[] labels, long positives, long negatives) {
    int[] order = DescendingOrder.of(own);
    double[] beaten = new double[own.length];
    long positivesAbove = 0;
    long negativesAbove = 0;
    for (int begin = 0; begin < order.length; ) {
      int end = begin;
      long tied = 0;
      while (end < order.length && own[order[end]] == own[order[begin]]) {
        tied += labels[members[order[end++]]];
      }
      long tiedNegatives = end - begin - tied;
      for (int at = begin; at < end; at++) {
        beaten[order[at]] =
            labels[members[order[at]]] == 1
                ? (negatives - negativesAbove - tiedNegatives / 2.0) / negatives
                : (positivesAbove + tied / 2.0) / positives;
      }
      positivesAbove += tied;
      negativesAbove += tiedNegatives;
      begin = end;
    }
    return beaten;
  }

  /** The 95 % interval, within 0 to 1. */
  Interval interval() {
    return new Interval(
        Math.max(0, area - TWO_SIDED_95 * error), Math.min(1, area + TWO_SIDED_95 * error));
  }

  /** What the entities' rows add up to. */
  private static final class Sums {
    private final double[] ofPositives;
    private final double[] ofNegatives;
    private final boolean[] hasPositives;
    private final boolean[] hasNegatives;

    Sums(int entities) {
      this.ofPositives = new double[entities];
      this.ofNegatives = new double[entities];
      this.hasPositives = new boolean[entities];
      this.hasNegatives = new boolean[entities];
    }

    void add(int entity, byte label, double difference) {
      if (label == 1) {
        ofPositives[entity] += difference;
        hasPositives[entity] = true;
      } else {
        ofNegatives[entity] += difference;
        hasNegatives[entity] = true;
      }
    }

    double variance(long positives, long negatives) {
      double squares = 0;
      double otherSquares = 0;
      double products = 0;
      int withPositives = 0;
      int withNegatives = 0;
      int all = 0;
      for (int entity = 0; entity < ofPositives.length; entity++) {
        squares += ofPositives[entity] * ofPositives[entity];
        otherSquares += ofNegatives[entity] * ofNegatives[entity];
        products += ofPositives[entity] * ofNegatives[entity];
        withPositives += hasPositives[entity] ? 1 : 0;
        withNegatives += hasNegatives[entity] ? 1 : 0;
        all += hasPositives[entity] || hasNegatives[entity] ? 1 : 0;
      }
      if (withPositives < 2 || withNegatives < 2) {
        return Double.NaN;
      }
      double m = positives;
      double n = negatives;
      double variance =
          squares * withPositives / (withPositives - 1.0) / (m * m)
              + otherSquares * withNegatives / (withNegatives - 1.0) / (n * n)
              + 2 * products * all / (all - 1.0) / (m * n);
      return Math.max(0, variance);
    }
  }
}
