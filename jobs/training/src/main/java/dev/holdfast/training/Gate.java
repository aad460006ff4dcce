package dev.holdfast.training;

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
    List<String> refusals = new ArrayList<>();
    champion.flatMap(rival -> worse(metrics, rival)).ifPresent(refusals::add);
    rules
        .least()
        .filter(least -> metrics.get("holdout.auc") < least)
        .ifPresent(
            least ->
                refusals.add(
                    said(
                        "its AUC is %.4f, promotion.auc asks for %s",
                        metrics.get("holdout.auc"), least)));
    rules
        .calibrationError()
        .filter(most -> metrics.get("holdout.ece") > most)
        .ifPresent(
            most ->
                refusals.add(
                    said(
                        "its calibration error is %.4f, promotion.calibration-error allows %s",
                        metrics.get("holdout.ece"), most)));
    rules
        .leaks()
        .filter(most -> metrics.get("leak.suspects") > most)
        .ifPresent(
            most ->
                refusals.add(
                    said(
                        "%.0f features are suspected of knowing the outcome, promotion.leaks allows %d",
                        metrics.get("leak.suspects"), most)));
    rules
        .slices()
        .ifPresent(
            declared ->
                slices.forEach(
                    (name, auc) -> {
                      if (auc < declared.least()) {
                        refusals.add(
                            said(
                                "its AUC where %s is %.4f, promotion.slices.auc asks for %s",
                                name, auc, declared.least()));
                      }
                    }));
    return refusals;
  }

  private Optional<String> worse(Map<String, Double> metrics, Rival champion) {
    double own = metrics.get(name());
    double lost = metric == Metric.LOG_LOSS ? own - champion.value() : champion.value() - own;
    if (lost <= rules.margin()) {
      return Optional.empty();
    }
    return Optional.of(
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

  /** The metric's name in the registry. */
  String name() {
    return "holdout." + TrainingJob.written(metric);
  }

  private static String said(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
