package dev.holdfast.training.calibration;

import dev.holdfast.model.Calibrator;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns a rising step function of scores by pooling adjacent violators (Ayer and others, An
 * Empirical Distribution Function for Sampling with Incomplete Information, 1955), and joins the
 * steps' centres by straight lines, so that rows of one step keep their order.
 *
 * <ol>
 *   <li>Rows of one score are one block: no function could tell them apart.
 *   <li>One positive row is added at the lowest score and one negative at the highest: without them
 *       an outer block that happens to be pure would call its rows certain.
 *   <li>From the lowest score on, a block whose rate is not above the one before it is pooled with
 *       it, until rates rise.
 *   <li>A block becomes a point: the mean of its scores, and its rate.
 * </ol>
 */
final class IsotonicFit {

  private IsotonicFit() {}

  /**
   * @param scores at least one
   * @param labels 0 or 1, one a score
   */
  static Calibrator.Isotonic fit(float[] scores, byte[] labels) {
    int[] order = Order.ascending(scores);
    double[] weights = new double[order.length];
    double[] sums = new double[order.length];
    double[] positives = new double[order.length];
    int blocks = 0;
    for (int at = 0; at < order.length; ) {
      float score = scores[order[at]];
      double weight = at == 0 ? 1 : 0;
      double found = weight;
      while (at < order.length && scores[order[at]] == score) {
        weight++;
        found += labels[order[at++]];
      }
      if (at == order.length) {
        weight++;
      }
      weights[blocks] = weight;
      sums[blocks] = weight * score;
      positives[blocks] = found;
      blocks++;
      while (blocks > 1 && !rises(positives, weights, blocks - 2)) {
        blocks--;
        weights[blocks - 1] += weights[blocks];
        sums[blocks - 1] += sums[blocks];
        positives[blocks - 1] += positives[blocks];
      }
    }
    List<Double> centres = new ArrayList<>(blocks);
    List<Double> rates = new ArrayList<>(blocks);
    for (int block = 0; block < blocks; block++) {
      centres.add(sums[block] / weights[block]);
      rates.add(positives[block] / weights[block]);
    }
    return new Calibrator.Isotonic(centres, rates);
  }

  private static boolean rises(double[] positives, double[] weights, int block) {
    return positives[block + 1] / weights[block + 1] > positives[block] / weights[block];
  }
}
