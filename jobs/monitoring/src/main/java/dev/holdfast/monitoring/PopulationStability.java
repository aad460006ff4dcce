package dev.holdfast.monitoring;

import java.util.List;

/**
 * The population stability index: how far a distribution over bins has moved from another. Below
 * 0.1 is commonly read as no change, from 0.2 on as a change that matters.
 */
final class PopulationStability {
  // An empty bin would make the index infinite; it counts as this share instead.
  private static final double LEAST_SHARE = 1e-4;

  private PopulationStability() {}

  /**
   * The sum over bins of {@code (now − then) × ln(now / then)}.
   *
   * @param then shares of the bins at training
   * @param now rows in the same bins
   */
  static double index(List<Double> then, long[] now) {
    long rows = 0;
    for (long count : now) {
      rows += count;
    }
    double index = 0;
    for (int bin = 0; bin < now.length; bin++) {
      double before = Math.max(LEAST_SHARE, then.get(bin));
      double after = Math.max(LEAST_SHARE, rows == 0 ? 0 : (double) now[bin] / rows);
      index += (after - before) * Math.log(after / before);
    }
    return index;
  }
}
