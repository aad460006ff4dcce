package dev.holdfast.training.evaluation;

import dev.holdfast.model.Evaluation.Comparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a model's probabilities of the held-out rows come to.
 *
 * @param scores the probabilities, in the order of the rows
 * @param metrics by the names that the registry keeps
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; arrays are what algorithms run over
public record Judgement(float[] scores, Map<String, Double> metrics, Bootstrap bootstrap) {

  public Judgement {
    metrics = Map.copyOf(metrics);
  }

  /** Every metric that has an interval, beside another model's on the same rows. */
  public List<Comparison> against(Judgement other) {
    List<Comparison> comparisons = new ArrayList<>();
    compared()
        .forEach(
            (name, metric) -> {
              Bootstrap.Interval interval = bootstrap.difference(other.bootstrap, metric);
              comparisons.add(
                  new Comparison(
                      name,
                      metrics.get("holdout." + name),
                      other.metrics.get("holdout." + name),
                      interval.low(),
                      interval.high()));
            });
    return comparisons;
  }

  private static Map<String, ToDoubleFunction<Bootstrap.Sample>> compared() {
    Map<String, ToDoubleFunction<Bootstrap.Sample>> metrics = new LinkedHashMap<>();
    metrics.put("auc", sample -> sample.ranks().auc());
    metrics.put("average_precision", sample -> sample.ranks().averagePrecision());
    metrics.put("lift_10", sample -> sample.ranks().lift());
    metrics.put("log_loss", Bootstrap.Sample::logLoss);
    return metrics;
  }
}
