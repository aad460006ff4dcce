package dev.holdfast.model;

import java.io.Serializable;
import java.util.List;

/**
 * Turns what a model says into how often it is so: a rising function of the probability, so that
 * the order of rows stays as the model left it.
 */
public sealed interface Calibrator extends Serializable {

  /** The calibrated probability. */
  float of(float probability);

  /** Leaves probabilities as they are. */
  record Identity() implements Calibrator {
    @Override
    public float of(float probability) {
      return probability;
    }
  }

  /**
   * A straight line over log odds (Platt, Probabilistic Outputs for Support Vector Machines, 1999).
   *
   * @param slope above 0
   */
  record Platt(double slope, double intercept) implements Calibrator {
    public Platt {
      if (!(slope > 0)) {
        throw new IllegalArgumentException("A calibrator must rise; its slope is " + slope);
      }
    }

    @Override
    public float of(float probability) {
      return (float) LogOdds.probability(intercept + slope * LogOdds.of(probability));
    }
  }

  /**
   * A rising line through points, straight from one to the next. Beyond the outer points the log
   * odds are moved as they are at the outer point: nothing ever becomes certain.
   *
   * @param scores what the model says, ascending
   * @param probabilities how often it is so, ascending, each above 0 and below 1
   */
  record Isotonic(List<Double> scores, List<Double> probabilities) implements Calibrator {
    public Isotonic {
      scores = List.copyOf(scores);
      probabilities = List.copyOf(probabilities);
      if (scores.isEmpty() || scores.size() != probabilities.size()) {
        throw new IllegalArgumentException(
            "%d scores for %d probabilities".formatted(scores.size(), probabilities.size()));
      }
      for (int point = 1; point < scores.size(); point++) {
        if (scores.get(point) <= scores.get(point - 1)
            || probabilities.get(point) <= probabilities.get(point - 1)) {
          throw new IllegalArgumentException("A calibrator must rise; it falls at point " + point);
        }
      }
    }

    @Override
    public float of(float probability) {
      int last = scores.size() - 1;
      if (probability <= scores.get(0)) {
        return moved(probability, 0);
      }
      if (probability >= scores.get(last)) {
        return moved(probability, last);
      }
      int below = 0;
      int above = last;
      while (above - below > 1) {
        int middle = (below + above) >>> 1;
        if (scores.get(middle) <= probability) {
          below = middle;
        } else {
          above = middle;
        }
      }
      double share = (probability - scores.get(below)) / (scores.get(above) - scores.get(below));
      double from = probabilities.get(below);
      return (float) (from + share * (probabilities.get(above) - from));
    }

    private float moved(float probability, int point) {
      double shift = LogOdds.of(probabilities.get(point)) - LogOdds.of(scores.get(point));
      return (float) LogOdds.probability(LogOdds.of(probability) + shift);
    }
  }
}
