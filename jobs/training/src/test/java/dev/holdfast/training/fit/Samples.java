package dev.holdfast.training.fit;

import dev.holdfast.training.data.RowBlock;
import java.util.SplittableRandom;

/** Rows whose outcomes follow from their columns in a known way. */
public final class Samples {

  private Samples() {}

  /**
   * Outcomes that are likelier where the product of the first two of some normal columns is large.
   */
  public static RowBlock interacting(int count, int width, int folds, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * width];
    byte[] labels = new byte[count];
    int[] fold = new int[count];
    long[] entities = new long[count];
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < width; column++) {
        values[row * width + column] = (float) random.nextGaussian();
      }
      double logOdds = 2 * values[row * width] * values[row * width + 1] + values[row * width] - 1;
      labels[row] = (byte) (random.nextDouble() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0);
      entities[row] = random.nextLong();
      fold[row] = (int) Math.floorMod(entities[row], (long) folds);
    }
    return new RowBlock(count, width, values, labels, fold, entities);
  }

  /** One column, with an entity of its own for each row. */
  static RowBlock column(float[] values, int... outcomes) {
    byte[] labels = new byte[outcomes.length];
    long[] entities = new long[outcomes.length];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = (byte) outcomes[row];
      entities[row] = (long) row << 32;
    }
    int width = values.length / labels.length;
    return new RowBlock(labels.length, width, values, labels, new int[labels.length], entities);
  }
}
