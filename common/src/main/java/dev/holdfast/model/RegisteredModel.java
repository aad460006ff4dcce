package dev.holdfast.model;

import java.time.LocalDate;
import java.util.Map;

/**
 * A model of the registry.
 *
 * @param asOf the day as of which it was trained
 * @param metrics by name, such as {@code holdout.auc}
 */
public record RegisteredModel(
    int version,
    LocalDate asOf,
    String candidate,
    String trainingId,
    Map<String, Double> metrics,
    TrainedModel model) {

  public RegisteredModel {
    metrics = Map.copyOf(metrics);
  }
}
