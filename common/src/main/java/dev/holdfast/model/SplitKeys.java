package dev.holdfast.model;

/**
 * Values and thresholds as whole numbers of the same order, so that the side of a split is a
 * subtraction and a shift, without a branch that a processor could guess wrong. A missing value
 * stands for the least number in one copy of a row and for the greatest in another: a split looks
 * into the copy that sends missing values where it wants them.
 */
public final class SplitKeys {
  private static final int MAGNITUDE = 0x7fffffff;

  private SplitKeys() {}

  /** The key of a value or threshold that is not missing. */
  public static int of(float value) {
    // + 0f: negative zero is zero.
    int bits = Float.floatToRawIntBits(value + 0f);
    return bits ^ ((bits >> 31) & MAGNITUDE);
  }

  /** 1 where a value is below the threshold. */
  public static int below(int value, int threshold) {
    return (int) (((long) value - threshold) >>> 63);
  }

  /** Where a split by a column finds its value within a row of keys. */
  public static int place(int column, boolean missingLeft, int width) {
    return missingLeft ? column : width + column;
  }

  /**
   * The keys of some rows, each {@code 2 × width}: missing as least, then missing as greatest.
   *
   * @param matrix encoded rows, row-major; NaN is missing
   */
  public static void fill(float[] matrix, int from, int rows, int width, int[] into) {
    for (int row = 0; row < rows; row++) {
      int source = (from + row) * width;
      int target = row * 2 * width;
      for (int column = 0; column < width; column++) {
        float value = matrix[source + column];
        int key = of(value);
        boolean missing = Float.isNaN(value);
        into[target + column] = missing ? Integer.MIN_VALUE : key;
        into[target + width + column] = missing ? Integer.MAX_VALUE : key;
      }
    }
  }
}
