package dev.holdfast.training.evaluation;

import dev.holdfast.problem.Decision;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** All that is said of probabilities once the outcomes of their rows are known. */
final class HeldOutMetrics {
  private static final double TOP = 0.1;

  private final Decision decision;
  private final double shareOfDay;
  private final long seed;

  /**
   * @param shareOfDay of each day's rows that is judged
   */
  HeldOutMetrics(Decision decision, double shareOfDay, long seed) {
    this.decision = decision;
    this.shareOfDay = shareOfDay;
    this.seed = seed;
  }

  /**
   * The metrics by their names in the registry.
   *
   * @param entities a number for each row's entity
   * @param days a number for each row's day
   */
  Map<String, Double> of(float[] scores, byte[] labels, long[] entities, int[] days) {
    return judge(scores, labels, entities, days).metrics();
  }

  /** The metrics, with the resamples that their intervals are of. */
  Judgement judge(float[] scores, byte[] labels, long[] entities, int[] days) {
    Bootstrap bootstrap = Bootstrap.of(scores, labels, entities, TOP, seed);
    return new Judgement(scores, metrics(scores, labels, days, bootstrap), bootstrap);
  }

  private Map<String, Double> metrics(
      float[] scores, byte[] labels, int[] days, Bootstrap bootstrap) {
    RankMetrics ranks = new RankMetrics(scores, labels);
    Reliability reliability = Reliability.of(scores, labels);
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("holdout.rows", (double) ranks.rows());
    metrics.put("holdout.positives", ranks.positives());
    metrics.put("holdout.auc", ranks.auc());
    metrics.put("holdout.average_precision", ranks.averagePrecision());
    metrics.put("holdout.lift_10", ranks.lift(TOP));
    metrics.put("holdout.log_loss", Losses.logLoss(scores, labels));
    metrics.put("holdout.brier", Losses.brier(scores, labels));
    metrics.put("holdout.ece", reliability.expectedError());
    intervals(metrics, bootstrap);
    decided(metrics, Acted.of(decision, scores, days, shareOfDay), labels);
    deciles(metrics, Gains.of(ranks));
    bins(metrics, reliability);
    return metrics;
  }

  private static void intervals(Map<String, Double> metrics, Bootstrap bootstrap) {
    interval(metrics, "auc", bootstrap.interval(sample -> sample.ranks().auc()));
    interval(
        metrics,
        "average_precision",
        bootstrap.interval(sample -> sample.ranks().averagePrecision()));
    interval(metrics, "lift_10", bootstrap.interval(sample -> sample.ranks().lift()));
    interval(metrics, "log_loss", bootstrap.interval(Bootstrap.Sample::logLoss));
  }

  private static void interval(
      Map<String, Double> metrics, String of, Bootstrap.Interval interval) {
    metrics.put("holdout." + of + ".low", interval.low());
    metrics.put("holdout." + of + ".high", interval.high());
  }

  private static void decided(Map<String, Double> metrics, Acted acted, byte[] labels) {
    Confusion confusion = Confusion.of(acted.rows(), labels);
    metrics.put("holdout.threshold", acted.threshold());
    metrics.put("holdout.true_positives", (double) confusion.truePositives());
    metrics.put("holdout.false_positives", (double) confusion.falsePositives());
    metrics.put("holdout.true_negatives", (double) confusion.trueNegatives());
    metrics.put("holdout.false_negatives", (double) confusion.falseNegatives());
    metrics.put("holdout.precision", confusion.precision());
    metrics.put("holdout.recall", confusion.recall());
    metrics.put("holdout.f1", confusion.f1());
    metrics.put("holdout.accuracy", confusion.accuracy());
  }

  private static void deciles(Map<String, Double> metrics, Gains gains) {
    int number = 1;
    for (Gains.Decile decile : gains.deciles()) {
      String name = String.format(Locale.ROOT, "holdout.decile_%02d.", number++);
      metrics.put(name + "lift", decile.lift());
      metrics.put(name + "gain", decile.gain());
    }
  }

  private static void bins(Map<String, Double> metrics, Reliability reliability) {
    int number = 1;
    for (Reliability.Bin bin : reliability.bins()) {
      String name = String.format(Locale.ROOT, "holdout.reliability_%02d.", number++);
      metrics.put(name + "rows", (double) bin.rows());
      metrics.put(name + "predicted", bin.predicted());
      metrics.put(name + "observed", bin.observed());
    }
  }
}
