package dev.holdfast.training.fit;

import dev.holdfast.model.ScoringModel;

/** Takes the probabilities that a fitted candidate gives the rows of a fold. */
@FunctionalInterface
public interface Judge {
  /**
   * @param candidate its number
   */
  void judge(int candidate, float[] onTraining, float[] onValidation);

  /** Judges by the probabilities that a model gives the rows of a fold. */
  default void judge(int candidate, ScoringModel model, Fold fold) {
    judge(
        candidate,
        model.probabilities(fold.training().values(), fold.training().rows()),
        model.probabilities(fold.validation().values(), fold.validation().rows()));
  }
}
