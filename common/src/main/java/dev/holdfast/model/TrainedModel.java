package dev.holdfast.model;

import java.util.List;

/**
 * All that is needed to apply a model, and to see later whether what it is applied to has changed.
 *
 * @param calibrator what the model's own probabilities go through
 * @param inputs the distribution of each input over the training rows, in the encoding's order
 * @param scores the distribution of the model's own scores over the held-out rows
 */
public record TrainedModel(
    FeatureEncoding encoding,
    ScoringModel scoring,
    Calibrator calibrator,
    List<Distribution> inputs,
    Distribution.OfNumbers scores) {

  public TrainedModel {
    inputs = List.copyOf(inputs);
    if (inputs.size() != encoding.inputs().size()) {
      throw new IllegalArgumentException(
          "%d distributions for %d inputs".formatted(inputs.size(), encoding.inputs().size()));
    }
  }

  /**
   * Calibrated probabilities: the ones that everybody outside a search is to use.
   *
   * @param matrix encoded rows, row-major, {@code rows ×} the encoding's width; NaN is missing
   */
  public float[] probabilities(float[] matrix, int rows) {
    float[] probabilities = scoring.probabilities(matrix, rows);
    for (int row = 0; row < rows; row++) {
      probabilities[row] = calibrator.of(probabilities[row]);
    }
    return probabilities;
  }
}
