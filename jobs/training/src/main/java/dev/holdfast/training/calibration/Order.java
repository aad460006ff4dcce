package dev.holdfast.training.calibration;

import java.util.Arrays;

/** Rows in the order of their scores. */
final class Order {

  private Order() {}

  /** Row numbers, the lowest score first; scores are 0 or more. */
  static int[] ascending(float[] scores) {
    long[] keyed = new long[scores.length];
    for (int row = 0; row < scores.length; row++) {
      // The bits of floats that are not negative stand in the order of the floats.
      keyed[row] = ((long) Float.floatToIntBits(scores[row]) << 32) | row;
    }
    Arrays.sort(keyed);
    return Arrays.stream(keyed).mapToInt(key -> (int) key).toArray();
  }
}
