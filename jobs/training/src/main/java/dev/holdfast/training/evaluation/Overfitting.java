package dev.holdfast.training.evaluation;

import dev.holdfast.model.TrainedModel;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.training.data.RowBlock;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How much of what a model knows of its training rows it does not know of others. */
public final class Overfitting {

  private Overfitting() {}

  /**
   * The chosen metric on the rows that the model was fitted on, and what is lost of it on rows of
   * other folds and on the held-out rows; a loss is positive whichever way the metric points.
   */
  public static Map<String, Double> metrics(
      Metric metric, TrainedModel model, RowBlock training, double validation, double heldOut) {
    float[] scores = model.probabilities(training.values(), training.rows());
    double own = value(metric, scores, training.labels());
    double sign = metric == Metric.LOG_LOSS ? -1 : 1;
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("train." + metric.name().toLowerCase(Locale.ROOT), own);
    metrics.put("overfit.train_to_cv", sign * (own - validation));
    metrics.put("overfit.train_to_holdout", sign * (own - heldOut));
    metrics.put("overfit.cv_to_holdout", sign * (validation - heldOut));
    return metrics;
  }

  private static double value(Metric metric, float[] scores, byte[] labels) {
    return switch (metric) {
      case AUC -> new RankMetrics(scores, labels).auc();
      case AVERAGE_PRECISION -> new RankMetrics(scores, labels).averagePrecision();
      case LOG_LOSS -> Losses.logLoss(scores, labels);
    };
  }
}
