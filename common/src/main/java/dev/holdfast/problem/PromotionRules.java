package dev.holdfast.problem;

import java.util.List;
import java.util.Optional;

/**
 * What a new model must show before it scores.
 *
 * @param margin how much worse than the champion it may be on the same held-out rows, in the metric
 *     that ranks the candidates
 * @param least the least AUC on held-out rows
 * @param calibrationError the largest expected calibration error
 * @param leaks how many features may be suspected of knowing the outcome
 * @param slices parts of the rows that must not be served badly
 */
public record PromotionRules(
    double margin,
    Optional<Double> least,
    Optional<Double> calibrationError,
    Optional<Integer> leaks,
    Optional<Slices> slices) {

  /**
   * Parts of the held-out rows, each by a value of a column.
   *
   * @param least the least AUC in each part
   * @param rows parts of fewer rows say too little
   */
  public record Slices(List<String> by, double least, int rows) {
    public Slices {
      by = List.copyOf(by);
    }
  }
}
