package dev.holdfast.training;

import dev.holdfast.model.Evaluation.Rule;
import dev.holdfast.problem.PromotionRules;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.training.evaluation.Bootstrap.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether a new model may score: by the declared rules, each refusal in numbers. */
final class Gate {
  private final PromotionRules rules;
  private final Metric metric;

  Gate(PromotionRules rules, Metric metric) {
    this.rules = rules;
    this.metric = metric;
  }

  /**
   * What the champion is on the same rows.
   *
   * @param difference of the new model's metric and the champion's, over resamples of entities
   */
  record Rival(int version, double value, Interval difference) {}

  /**
   * Why a model may not score; none if it may.
   *
   * @param metrics of the new model, by their names in the registry
   * @param slices the AUC within each part of the rows
   */
  List<String> refusals(
      Map<String, Double> metrics, Optional<Rival> champion, Map<String, Double> slices) {
    return rules(metrics, champion, slices).stream()
        .map(Rule::refusal)
        .filter(refusal -> !refusal.isEmpty())
        .toList();
  }

  /** Every rule that applies, kept or broken, in the order in which they are declared. */
  List<Rule> rules(
      Map<String, Double> metrics, Optional<Rival> champion, Map<String, Double> slices) {
    List<Rule> applied = new ArrayList<>();
    champion.ifPresent(rival -> applied.add(margin(metrics, rival)));
    double auc = metrics.get("holdout.auc");
    rules
        .least()
        .ifPresent(
            least ->
                applied.add(
                    rule(
                        "auc",
                        auc,
                        least,
                        auc < least,
                        said("its AUC is %.4f, promotion.auc asks for %s", auc, least))));
    double error = metrics.get("holdout.ece");
    rules
        .calibrationError()
        .ifPresent(
            most ->
                applied.add(
                    rule(
                        "calibration-error",
                        error,
                        most,
                        error > most,
                        said(
                            "its calibration error is %.4f, promotion.calibration-error allows %s",
                            error, most))));
    double suspects = metrics.get("leak.suspects");
    rules
        .leaks()
        .ifPresent(
            most ->
                applied.add(
                    rule(
                        "leaks",
                        suspects,
                        most,
                        suspects > most,
                        said(
                            "%.0f features are suspected of knowing the outcome, promotion.leaks allows %d",
                            suspects, most))));
    rules
        .slices()
        .ifPresent(
            declared ->
                slices.forEach(
                    (name, own) ->
                        applied.add(
                            rule(
                                "slices.auc where " + name,
                                own,
                                declared.least(),
                                own < declared.least(),
                                said(
                                    "its AUC where %s is %.4f, promotion.slices.auc asks for %s",
                                    name, own, declared.least())))));
    return applied;
  }

  private Rule margin(Map<String, Double> metrics, Rival champion) {
    double own = metrics.get(name());
    double lost = metric == Metric.LOG_LOSS ? own - champion.value() : champion.value() - own;
    return rule(
        "margin",
        lost,
        rules.margin(),
        lost > rules.margin(),
        said(
            "on the same %,.0f held-out rows its %s is %.4f, that of the champion (version %d) is %.4f; the difference lies between %+.4f and %+.4f in 95 %% of resamples of entities",
            metrics.get("holdout.rows"),
            name(),
            own,
            champion.version(),
            champion.value(),
            champion.difference().low(),
            champion.difference().high()));
  }

  private static Rule rule(
      String name, double measured, double limit, boolean broken, String refusal) {
    return new Rule(name, measured, limit, broken ? refusal : "");
  }

  /** The metric's name in the registry. */
  String name() {
    return "holdout." + TrainingJob.written(metric);
  }

  private static String said(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
