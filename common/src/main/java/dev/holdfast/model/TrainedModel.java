package dev.holdfast.model;

import java.util.List;

/**
 * All that is needed to apply a model, and to see later whether what it is applied to has changed.
 *
 * @param inputs the distribution of each input over the training rows, in the encoding's order
 * @param scores the distribution of the model's own scores over the held-out rows
 */
public record TrainedModel(
    FeatureEncoding encoding,
    ScoringModel scoring,
    List<Distribution> inputs,
    Distribution.OfNumbers scores) {

  public TrainedModel {
    inputs = List.copyOf(inputs);
    if (inputs.size() != encoding.inputs().size()) {
      throw new IllegalArgumentException(
          "%d distributions for %d inputs".formatted(inputs.size(), encoding.inputs().size()));
    }
  }
}
