package dev.holdfast.training.evaluation;

import dev.holdfast.problem.Decision;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The rows that a decision would have acted on, and the threshold that this comes to. */
final class Acted {
  private final boolean[] rows;
  private final double threshold;

  private Acted(boolean[] rows, double threshold) {
    this.rows = rows;
    this.threshold = threshold;
  }

  /**
   * Decides as scoring does.
   *
   * @param days a number for each row's day: a capacity is one of each day
   * @param share of each day's rows that is at hand: of a capacity that share is taken
   */
  static Acted of(Decision decision, float[] scores, int[] days, double share) {
    if (decision instanceof Decision.Economics economics) {
      return above(economics.threshold(), scores);
    }
    Decision.Capacity capacity = (Decision.Capacity) decision;
    return highest(Math.max(1, Math.round(capacity.count() * share)), scores, days);
  }

  private static Acted above(double threshold, float[] scores) {
    boolean[] acted = new boolean[scores.length];
    for (int row = 0; row < scores.length; row++) {
      acted[row] = scores[row] > threshold;
    }
    return new Acted(acted, threshold);
  }

  private static Acted highest(long count, float[] scores, int[] days) {
    boolean[] acted = new boolean[scores.length];
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, row -> row);
    Arrays.sort(order, (one, other) -> Float.compare(scores[other], scores[one]));
    Map<Integer, Integer> taken = new HashMap<>();
    Map<Integer, Float> lowest = new HashMap<>();
    for (int row : order) {
      if (taken.merge(days[row], 1, Integer::sum) <= count) {
        acted[row] = true;
        lowest.put(days[row], scores[row]);
      }
    }
    double threshold =
        lowest.values().stream().mapToDouble(Float::doubleValue).average().orElse(Double.NaN);
    return new Acted(acted, threshold);
  }

  /** Whether each row is acted on; not a copy. */
  boolean[] rows() {
    return rows;
  }

  /**
   * The probability above which rows are acted on: that of the economics, or the last one taken,
   * averaged over days, if a capacity decides.
   */
  double threshold() {
    return threshold;
  }
}
