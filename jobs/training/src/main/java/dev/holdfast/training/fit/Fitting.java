package dev.holdfast.training.fit;

import dev.holdfast.problem.Training;
import java.io.Serializable;

/**
 * What is the same for every candidate of a search.
 *
 * @param positiveWeight weight of a positive row where a negative has 1
 * @param threads that a fit may use; its result does not depend on them
 * @param bins levels of a column that trees tell apart, 255 at most
 */
public record Fitting(double positiveWeight, long seed, int threads, int bins)
    implements Serializable {

  /** With as many bins as there may be. */
  public Fitting(double positiveWeight, long seed, int threads) {
    this(positiveWeight, seed, threads, Levels.MOST);
  }

  /** As a problem states it, with all threads of this machine. */
  public static Fitting of(Training stated, double positiveWeight) {
    return new Fitting(
        positiveWeight, stated.seed(), Runtime.getRuntime().availableProcessors(), stated.bins());
  }

  /** The same on one thread, for fits beside others. */
  public Fitting single() {
    return new Fitting(positiveWeight, seed, 1, bins);
  }
}
