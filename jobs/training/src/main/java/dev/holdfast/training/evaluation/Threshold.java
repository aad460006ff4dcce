package dev.holdfast.training.evaluation;

import dev.holdfast.problem.Decision;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The probability above which rows are acted on, learnt from calibrated probabilities of rows that
 * their models had not seen: where acting gained most under declared economics, or where a declared
 * capacity was used up.
 */
public record Threshold(double probability) {

  /**
   * Learns a threshold.
   *
   * @param days that the rows are of: a capacity is one of each day
   * @param share of each day's rows that is at hand: of a capacity that share is taken
   */
  public static Threshold learn(
      Decision decision, float[] probabilities, byte[] labels, int days, double share) {
    int[] order = DescendingOrder.of(probabilities);
    int acted =
        decision instanceof Decision.Economics economics
            ? mostGain(economics, order, probabilities, labels)
            : (int)
                Math.min(
                    order.length,
                    Math.round(((Decision.Capacity) decision).count() * share * days));
    return new Threshold(between(order, probabilities, acted));
  }

  // How many of the first rows to act on; rows of one probability stay together.
  private static int mostGain(
      Decision.Economics economics, int[] order, float[] probabilities, byte[] labels) {
    int best = 0;
    double most = 0;
    double gain = 0;
    for (int at = 0; at < order.length; at++) {
      gain += gain(economics, labels[order[at]]);
      boolean tied =
          at + 1 < order.length && probabilities[order[at]] == probabilities[order[at + 1]];
      if (!tied && gain > most) {
        most = gain;
        best = at + 1;
      }
    }
    return best;
  }

  private static double between(int[] order, float[] probabilities, int acted) {
    double above = acted == 0 ? 1 : probabilities[order[acted - 1]];
    double below = acted == order.length ? 0 : probabilities[order[acted]];
    return (above + below) / 2;
  }

  // Acting costs the same whether or not the row is positive; it keeps the value of some positives.
  private static double gain(Decision.Economics economics, byte label) {
    return label * economics.value() * economics.success() - economics.cost();
  }

  /**
   * What acting above the threshold comes to, by the names that the registry keeps.
   *
   * @param probabilities of rows that nothing was learnt from
   */
  public Map<String, Double> metrics(Decision decision, float[] probabilities, byte[] labels) {
    boolean[] acted = above(probability, probabilities);
    Confusion confusion = Confusion.of(acted, labels);
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("decision.threshold", probability);
    metrics.put("decision.true_positives", (double) confusion.truePositives());
    metrics.put("decision.false_positives", (double) confusion.falsePositives());
    metrics.put("decision.true_negatives", (double) confusion.trueNegatives());
    metrics.put("decision.false_negatives", (double) confusion.falseNegatives());
    metrics.put("decision.precision", confusion.precision());
    metrics.put("decision.recall", confusion.recall());
    metrics.put("decision.f1", confusion.f1());
    metrics.put("decision.accuracy", confusion.accuracy());
    if (decision instanceof Decision.Economics economics) {
      double declared = economics.threshold();
      metrics.put("decision.gain", gain(economics, acted, labels));
      metrics.put("decision.declared_threshold", declared);
      metrics.put(
          "decision.declared_gain", gain(economics, above(declared, probabilities), labels));
    }
    return metrics;
  }

  /** The metrics as a person reads them. */
  public static String words(Map<String, Double> metrics) {
    String words =
        String.format(
            Locale.ROOT,
            "above %.4f, learnt out of fold: precision %.3f, recall %.3f, F1 %.3f held out",
            metrics.get("decision.threshold"),
            metrics.get("decision.precision"),
            metrics.get("decision.recall"),
            metrics.get("decision.f1"));
    return metrics.containsKey("decision.gain")
        ? words
            + String.format(
                Locale.ROOT,
                "; it gains %,.0f, the declared threshold %.4f gains %,.0f",
                metrics.get("decision.gain"),
                metrics.get("decision.declared_threshold"),
                metrics.get("decision.declared_gain"))
        : words;
  }

  private static double gain(Decision.Economics economics, boolean[] acted, byte[] labels) {
    double gain = 0;
    for (int row = 0; row < labels.length; row++) {
      gain += acted[row] ? gain(economics, labels[row]) : 0;
    }
    return gain;
  }

  private static boolean[] above(double threshold, float[] probabilities) {
    boolean[] acted = new boolean[probabilities.length];
    for (int row = 0; row < acted.length; row++) {
      acted[row] = probabilities[row] > threshold;
    }
    return acted;
  }
}
