package dev.holdfast.training.space;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a successive halving: many points on a small share of the rows, the best part of
 * them on a larger one, and so on to all. Every step costs about the same.
 *
 * @param steps the smallest share first; the last is 1
 */
public record Rungs(List<Rung> steps) {
  public Rungs {
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param share of the training entities
   * @param points that are tried on it
   */
  public record Rung(double share, int points) {}

  /**
   * The steps that a budget allows.
   *
   * @param budget in points tried on all rows
   * @param reduction one of so many points goes on, to so many times the rows
   */
  public static Rungs of(int budget, int reduction, int rungs) {
    List<Rung> steps = new ArrayList<>();
    double each = (double) budget / rungs;
    for (int below = rungs - 1; below >= 0; below--) {
      double times = Math.pow(reduction, below);
      steps.add(new Rung(1 / times, Math.max(1, (int) Math.floor(each * times))));
    }
    return new Rungs(steps);
  }

  /** What all steps cost, in points tried on all rows. */
  public double cost() {
    return steps.stream().mapToDouble(rung -> rung.share() * rung.points()).sum();
  }
}
