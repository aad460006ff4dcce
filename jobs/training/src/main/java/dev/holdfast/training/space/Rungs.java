package dev.holdfast.training.space;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a successive halving: many points on one fold, the best part of them on more, and so
 * on to all folds. What was tried on a fold is kept, so a step pays for the folds that it adds.
 *
 * @param steps the fewest folds first; the last has all
 */
public record Rungs(List<Rung> steps) {
  public Rungs {
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param folds on which its points have been tried after it
   * @param points that it tries, counted in fits
   */
  public record Rung(List<Integer> folds, int points) {
    public Rung {
      folds = List.copyOf(folds);
    }
  }

  /**
   * The steps that a budget allows.
   *
   * @param budget in points tried on all folds
   * @param reduction one of so many points goes on, to so many times the folds
   * @param rungs at most so many steps; a step that would add no fold is left out
   */
  public static Rungs of(int budget, int reduction, int rungs, int folds) {
    List<Integer> counts = new ArrayList<>();
    for (int below = rungs - 1; below >= 0; below--) {
      int count = (int) Math.max(1, Math.round(folds / Math.pow(reduction, below)));
      if (counts.isEmpty() || count > counts.get(counts.size() - 1)) {
        counts.add(count);
      }
    }
    double cost = 0;
    double part = 1;
    for (int step = 0; step < counts.size(); step++) {
      cost += part * added(counts, step) / folds;
      part /= reduction;
    }
    List<Integer> order = middleOutwards(folds);
    List<Rung> steps = new ArrayList<>();
    double points = budget / cost;
    for (int count : counts) {
      // A sum of thirds may lack the last bit of a whole number.
      steps.add(new Rung(order.subList(0, count), (int) Math.max(1, Math.floor(points + 1e-9))));
      points /= reduction;
    }
    return new Rungs(steps);
  }

  private static int added(List<Integer> counts, int step) {
    return counts.get(step) - (step == 0 ? 0 : counts.get(step - 1));
  }

  // Of folds by time, the middle one trains on as many rows as they do on average.
  private static List<Integer> middleOutwards(int folds) {
    List<Integer> order = new ArrayList<>(List.of(folds / 2));
    for (int distance = 1; order.size() < folds; distance++) {
      if (folds / 2 - distance >= 0) {
        order.add(folds / 2 - distance);
      }
      if (folds / 2 + distance < folds) {
        order.add(folds / 2 + distance);
      }
    }
    return order;
  }
}
