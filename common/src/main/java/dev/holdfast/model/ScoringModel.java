package dev.holdfast.model;

import java.io.Serializable;

/** A fitted model over encoded rows; safe for use by several threads. */
public sealed interface ScoringModel extends Serializable
    permits BlendedModel, BoostedTrees, LinearModel, NaiveBayesModel, NearestNeighboursModel {

  /**
   * Probabilities of a positive outcome.
   *
   * @param matrix encoded rows, row-major, {@code rows ×} the encoding's width; NaN is missing
   */
  float[] probabilities(float[] matrix, int rows);
}
