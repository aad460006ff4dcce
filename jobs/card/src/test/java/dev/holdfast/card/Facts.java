package dev.holdfast.card;

import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Comparison;
import dev.holdfast.model.Evaluation.Cut;
import dev.holdfast.model.Evaluation.Day;
import dev.holdfast.model.Evaluation.Group;
import dev.holdfast.model.Evaluation.Importance;
import dev.holdfast.model.Evaluation.Kind;
import dev.holdfast.model.Evaluation.Leak;
import dev.holdfast.model.Evaluation.Measure;
import dev.holdfast.model.Evaluation.Rule;
import dev.holdfast.model.Evaluation.Slice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model of some shop was seen to do: 4,000 held-out rows of 4 Mondays, a tenth of them
 * positive. Built up in code, so that tests can change one thing of it.
 */
final class Facts {
  static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
  static final int DAYS = 20;
  static final int HELD_OUT = 4;

  /** What an unkind person writes into a category. */
  static final String HOSTILE =
      "</script><script>console.log('broken out')</script><img src=https://example.com/x onerror=alert(1)>&\"'";

  private Facts() {}

  static List<LocalDate> trainingDays() {
    return FIRST.datesUntil(FIRST.plusWeeks(12), java.time.Period.ofWeeks(1)).toList();
  }

  static List<LocalDate> heldOutDays() {
    return FIRST
        .datesUntil(FIRST.plusWeeks(DAYS), java.time.Period.ofWeeks(1))
        .skip(DAYS - HELD_OUT)
        .toList();
  }

  static Map<String, Double> metrics() {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("holdout.rows", 4000.0);
    metrics.put("holdout.positives", 400.0);
    interval(metrics, "auc", 0.81, 0.02);
    interval(metrics, "average_precision", 0.42, 0.03);
    interval(metrics, "lift_10", 4.1, 0.4);
    interval(metrics, "log_loss", 0.25, 0.01);
    metrics.put("holdout.brier", 0.07);
    metrics.put("holdout.ece", 0.008);
    metrics.put("holdout.threshold", 0.2);
    metrics.put("holdout.true_positives", 180.0);
    metrics.put("holdout.false_positives", 220.0);
    metrics.put("holdout.true_negatives", 3380.0);
    metrics.put("holdout.false_negatives", 220.0);
    metrics.put("holdout.precision", 0.45);
    metrics.put("holdout.recall", 0.45);
    metrics.put("holdout.f1", 0.45);
    metrics.put("holdout.accuracy", 0.89);
    metrics.put("decision.threshold", 0.21);
    metrics.put("decision.true_positives", 170.0);
    metrics.put("decision.false_positives", 200.0);
    metrics.put("decision.precision", 0.46);
    metrics.put("decision.recall", 0.425);
    metrics.put("decision.f1", 0.44);
    metrics.put("decision.accuracy", 0.89);
    metrics.put("decision.gain", 6650.0);
    metrics.put("decision.declared_threshold", 0.2);
    metrics.put("decision.declared_gain", 7000.0);
    metrics.put("train.auc", 0.84);
    metrics.put("cv.auc", 0.815);
    metrics.put("overfit.train_to_cv", 0.025);
    metrics.put("leak.suspects", 0.0);
    metrics.put("champion.version", 1.0);
    for (int percent : new int[] {25, 50, 100}) {
      metrics.put("curve.rows_%03d.auc".formatted(percent), 0.78 + percent / 3000.0);
      metrics.put("curve.rows_%03d.train_auc".formatted(percent), 0.9 - percent / 2000.0);
      metrics.put("curve.rounds_%03d.auc".formatted(percent), 0.79 + percent / 4000.0);
      metrics.put("curve.rounds_%03d.train_auc".formatted(percent), 0.8 + percent / 2000.0);
    }
    return metrics;
  }

  private static void interval(
      Map<String, Double> metrics, String name, double value, double half) {
    metrics.put("holdout." + name, value);
    metrics.put("holdout." + name + ".low", value - half);
    metrics.put("holdout." + name + ".high", value + half);
  }

  static Evaluation evaluation() {
    List<Cut> cuts = new ArrayList<>();
    for (int step = 1; step <= 40; step++) {
      double share = step / 40.0;
      cuts.add(
          new Cut(
              0.6 * Math.pow(1 - share, 2),
              100L * step,
              Math.round(400 * (1 - Math.pow(1 - share, 3)))));
    }
    List<Group> deciles = new ArrayList<>();
    List<Group> bins = new ArrayList<>();
    List<Group> raw = new ArrayList<>();
    for (int tenth = 0; tenth < 10; tenth++) {
      long positives = new long[] {164, 88, 52, 34, 22, 16, 11, 7, 4, 2}[tenth];
      double share = positives / 400.0;
      deciles.add(new Group(400, positives, share, share * 0.7, share * 1.3 + 0.002));
      bins.add(0, new Group(400, positives, share * 1.02, share * 0.7, share * 1.3 + 0.002));
      raw.add(0, new Group(400, positives, share * 0.6, share * 0.7, share * 1.3 + 0.002));
    }
    List<Day> days = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      days.add(new Day(FIRST.plusWeeks(day), 900 + 10L * day, 90 + day % 5));
    }
    return new Evaluation(
        cuts,
        deciles,
        bins,
        raw,
        List.of(
            slice("as_of", heldOutDays().get(0).toString(), Kind.DAY, 100, 0.82),
            slice("plan", "gold", Kind.DECLARED, 110, 0.8),
            slice("plan", HOSTILE, Kind.DECLARED, 95, 0.81),
            slice("plan", "tin", Kind.DECLARED, 5, 0.6),
            slice("spend_28d", "up to 12", Kind.QUARTER, 120, 0.61),
            slice("spend_28d", "above 12 to 40", Kind.QUARTER, 0, Double.NaN)),
        Measure.SHAPLEY,
        List.of(
            new Importance("spend_28d", 0.41, -0.8),
            new Importance("calls_28d", 0.2, 0.7),
            new Importance("plan", 0.1, Double.NaN),
            new Importance("a_feature_of_a_very_long_name_that_no_axis_holds_28d", 0, Double.NaN)),
        days,
        List.of(),
        List.of(
            new Rule("margin", -0.01, 0, ""),
            new Rule("auc", 0.81, 0.7, ""),
            new Rule("slices.auc where plan=gold", 0.8, 0.7, "")),
        List.of(
            new Comparison("auc", 0.81, 0.8, 0.002, 0.018),
            new Comparison("average_precision", 0.42, 0.41, -0.01, 0.03),
            new Comparison("lift_10", 4.1, 4.0, -0.1, 0.3),
            new Comparison("log_loss", 0.25, 0.26, -0.02, 0.001)));
  }

  /** A thousand rows of which a tenth are foretold to be positive. */
  static Slice slice(String feature, String value, Kind kind, long positives, double auc) {
    double share = positives / 1000.0;
    return new Slice(
        feature,
        value,
        kind,
        1000,
        positives,
        0.1,
        auc,
        auc - 0.04,
        auc + 0.04,
        Math.max(0, share - 0.02),
        share + 0.02);
  }

  /** The same with another group. */
  static Evaluation with(Slice slice) {
    Evaluation plain = evaluation();
    List<Slice> slices = new ArrayList<>(plain.slices());
    slices.add(slice);
    return new Evaluation(
        plain.cuts(),
        plain.deciles(),
        plain.calibrated(),
        plain.uncalibrated(),
        slices,
        plain.importanceMeasure(),
        plain.importances(),
        plain.days(),
        plain.leaks(),
        plain.rules(),
        plain.comparisons());
  }

  /** The same with a feature that is suspected. */
  static Evaluation leaking() {
    Evaluation plain = evaluation();
    return new Evaluation(
        plain.cuts(),
        plain.deciles(),
        plain.calibrated(),
        plain.uncalibrated(),
        plain.slices(),
        plain.importanceMeasure(),
        plain.importances(),
        plain.days(),
        List.of(new Leak("refunded", 0.99, 0.98)),
        plain.rules(),
        plain.comparisons());
  }
}
