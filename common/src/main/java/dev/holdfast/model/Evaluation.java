package dev.holdfast.model;

import java.time.LocalDate;
import java.util.List;

/**
 * What a model was seen to do when it was trained, beside its metrics: the few hundred points that
 * its card is drawn from, counted on the held-out rows unless something else is said. Shares have
 * 95 % intervals that know that the rows of one entity tell much the same story.
 *
 * @param cuts what acting on the highest rows would find, from the top down to all rows; empty for
 *     a version that was registered before this was kept
 * @param deciles tenths of the rows, the highest probabilities first
 * @param calibrated rows in bins by their probability, the lowest first
 * @param uncalibrated the same of what the model said before its calibrator
 * @param slices parts of the rows by the values of features, or by their day
 * @param importanceMeasure what {@link Importance#weight} is
 * @param importances the most important feature first
 * @param days all labelled days, ascending, whatever they were used for
 * @param leaks features that are suspected of knowing the outcome, the most suspicious first
 * @param rules of promotion, as they were applied
 * @param comparisons with the champion of the time on the same rows; empty without one
 */
public record Evaluation(
    List<Cut> cuts,
    List<Group> deciles,
    List<Group> calibrated,
    List<Group> uncalibrated,
    List<Slice> slices,
    Measure importanceMeasure,
    List<Importance> importances,
    List<Day> days,
    List<Leak> leaks,
    List<Rule> rules,
    List<Comparison> comparisons) {

  public Evaluation {
    cuts = List.copyOf(cuts);
    deciles = List.copyOf(deciles);
    calibrated = List.copyOf(calibrated);
    uncalibrated = List.copyOf(uncalibrated);
    slices = List.copyOf(slices);
    importances = List.copyOf(importances);
    days = List.copyOf(days);
    leaks = List.copyOf(leaks);
    rules = List.copyOf(rules);
    comparisons = List.copyOf(comparisons);
  }

  /** The same with what the promotion saw. */
  public Evaluation judged(List<Rule> applied, List<Comparison> compared) {
    return new Evaluation(
        cuts,
        deciles,
        calibrated,
        uncalibrated,
        slices,
        importanceMeasure,
        importances,
        days,
        leaks,
        applied,
        compared);
  }

  /**
   * The rows whose probability is at least a threshold.
   *
   * @param positives of these rows
   */
  public record Cut(double threshold, long rows, long positives) {}

  /**
   * Rows of like probability.
   *
   * @param predicted the mean of their probabilities
   * @param low of the interval of the share of positives
   */
  public record Group(long rows, long positives, double predicted, double low, double high) {
    /** The share of positives. */
    public double observed() {
      return (double) positives / rows;
    }
  }

  /**
   * The rows that have a value of a feature, or lie between two values of it.
   *
   * @param predicted the mean of their probabilities
   * @param auc NaN with one class only
   * @param low of the interval of the area
   * @param shareLow of the interval of the share of positives
   */
  public record Slice(
      String feature,
      String value,
      Kind kind,
      long rows,
      long positives,
      double predicted,
      double auc,
      double low,
      double high,
      double shareLow,
      double shareHigh) {}

  /** What parts the rows of a slice from others. */
  public enum Kind {
    /** Their day. */
    DAY,
    /** A value of a feature that the rules of promotion name. */
    DECLARED,
    /** A value of another category. */
    VALUE,
    /**
     * A quarter of a number. Where the number matters to the model, the rows of a quarter are alike
     * in it and so are harder to tell apart: their AUC is lower than that of all rows.
     */
    QUARTER
  }

  /** How the importance of a feature is measured. */
  public enum Measure {
    /** The mean of the absolute Shapley values, on the model's scale before calibration. */
    SHAPLEY,
    /** How much of the AUC is lost when the feature's values are exchanged among rows. */
    PERMUTATION,
    /** Not at all: the kind of model has no importances that could be told in reasonable time. */
    NONE
  }

  /**
   * What a feature matters.
   *
   * @param direction from -1, larger values always lower the score, to 1, they always raise it; NaN
   *     where that cannot be said, as of a category
   */
  public record Importance(String feature, double weight, double direction) {}

  /** A labelled day. */
  public record Day(LocalDate asOf, long rows, long positives) {}

  /**
   * A suspected feature.
   *
   * @param training its own area under the curve on the training days, 0.5 or more
   * @param heldOut the same on the held-out days
   */
  public record Leak(String feature, double training, double heldOut) {}

  /**
   * A rule of promotion.
   *
   * @param name its key in the problem file, with the slice that it is of
   * @param refusal why the model was refused by it, in numbers; empty if it was not
   */
  public record Rule(String name, double measured, double limit, String refusal) {
    public boolean holds() {
      return refusal.isEmpty();
    }
  }

  /**
   * A metric beside the champion's.
   *
   * @param low of the interval of {@code own - champion}, over the same resamples of entities
   */
  public record Comparison(String metric, double own, double champion, double low, double high) {}
}
