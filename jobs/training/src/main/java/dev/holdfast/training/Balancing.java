package dev.holdfast.training;

import dev.holdfast.problem.Training;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.DownSampled;
import java.util.SplittableRandom;

/**
 * What is done about positives being rarer than negatives: which rows train, what a positive weighs
 * in a fit, and how a candidate's probabilities are set right for negatives that were left out.
 * Whatever is judged by stays as it is.
 *
 * @param rows of which those that train may be fewer
 * @param positiveWeight weight of a positive row where a negative has 1
 * @param shift by how much left out negatives raise log odds; 0 if none are
 */
record Balancing(RowBlock rows, double positiveWeight, double shift) {

  static Balancing of(Training stated, RowBlock all) {
    long negatives = all.rows() - all.positives();
    return switch (stated.balance()) {
      case NONE -> new Balancing(all, 1, 0);
      case WEIGHTED -> new Balancing(all, (double) negatives / all.positives(), 0);
      case DOWN_SAMPLED ->
          sampled(
              all,
              Math.min(1, stated.negativesPerPositive() * all.positives() / negatives),
              stated.seed());
    };
  }

  // Rows come in a fixed order, so the same ones are kept every time.
  private static Balancing sampled(RowBlock all, double kept, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean[] trains = new boolean[all.rows()];
    for (int row = 0; row < trains.length; row++) {
      boolean drawn = random.nextDouble() < kept;
      trains[row] = drawn || all.labels()[row] == 1;
    }
    return new Balancing(all.training(row -> trains[row]), 1, -Math.log(kept));
  }

  /** The candidate as it is to be fitted on these rows. */
  Candidate candidate(Candidate plain) {
    return shift == 0 ? plain : new DownSampled(plain, shift);
  }
}
