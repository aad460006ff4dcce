package dev.holdfast.training.search;

import dev.holdfast.problem.Training;
import java.util.Optional;

/**
 * When a search begins nothing more: what has begun is finished, and the best of what is complete
 * is kept.
 */
final class Budget {
  private final Optional<Integer> trials;
  private final long deadline;

  private Budget(Optional<Integer> trials, long deadline) {
    this.trials = trials;
    this.deadline = deadline;
  }

  /** A budget whose time begins now. */
  static Budget from(Training.Budget stated) {
    long until =
        stated
            .minutes()
            .map(minutes -> System.nanoTime() + (long) (minutes * 60e9))
            .orElse(Long.MAX_VALUE);
    return new Budget(stated.trials(), until);
  }

  /**
   * Whether another unit may begin.
   *
   * @param begun trials that were begun or are done
   */
  boolean allows(int begun) {
    boolean timeLeft = deadline == Long.MAX_VALUE || System.nanoTime() - deadline < 0;
    return timeLeft && trials.map(most -> begun < most).orElse(true);
  }
}
