package dev.holdfast.training.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Percentile intervals by resampling entities, not rows: the rows of one entity tell much the same
 * story, and drawing them one by one would make intervals too narrow.
 */
public final class Bootstrap {
  private static final int RESAMPLES = 200;

  private Bootstrap() {}

  /** The middle 95 % of a metric over resamples. */
  public record Interval(double low, double high) {}

  /**
   * The interval of the area under the ROC curve.
   *
   * @param entities a number for each row's entity
   */
  public static Interval auc(RankMetrics ranks, long[] entities, long seed) {
    int[] entityOf = dense(entities);
    int count = Arrays.stream(entityOf).max().orElse(-1) + 1;
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[RESAMPLES];
    for (int sample = 0; sample < RESAMPLES; sample++) {
      int[] drawn = new int[count];
      for (int draw = 0; draw < count; draw++) {
        drawn[random.nextInt(count)]++;
      }
      values[sample] = ranks.auc(row -> drawn[entityOf[row]]);
    }
    double[] sorted =
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray();
    if (sorted.length == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    return new Interval(
        sorted[(int) (0.025 * (sorted.length - 1))], sorted[(int) (0.975 * (sorted.length - 1))]);
  }

  private static int[] dense(long[] entities) {
    Map<Long, Integer> numbers = new HashMap<>();
    int[] dense = new int[entities.length];
    for (int row = 0; row < entities.length; row++) {
      Integer number = numbers.putIfAbsent(entities[row], numbers.size());
      dense[row] = number == null ? numbers.size() - 1 : number;
    }
    return dense;
  }
}
