package dev.holdfast.training.evaluation;

/**
 * The order of scores from the highest down, rows of one score in their own order, by a radix sort
 * of three digits: a search sorts the scores of every trial, and comparing them costs several times
 * as much.
 */
public final class DescendingOrder {
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private DescendingOrder() {}

  /** The numbers of the rows, the highest score first; NaN stands above all. */
  public static int[] of(float[] scores) {
    int[] keys = new int[scores.length];
    int[] rows = new int[scores.length];
    for (int row = 0; row < scores.length; row++) {
      keys[row] = key(scores[row]);
      rows[row] = row;
    }
    int[] nextKeys = new int[scores.length];
    int[] nextRows = new int[scores.length];
    for (int shift = 0; shift < Integer.SIZE; shift += DIGIT_BITS) {
      int[] starts = starts(keys, shift);
      for (int at = 0; at < keys.length; at++) {
        int to = starts[digit(keys[at], shift)]++;
        nextKeys[to] = keys[at];
        nextRows[to] = rows[at];
      }
      int[] swap = keys;
      keys = nextKeys;
      nextKeys = swap;
      swap = rows;
      rows = nextRows;
      nextRows = swap;
    }
    return rows;
  }

  /** A number whose unsigned order is the scores' order turned round. */
  private static int key(float score) {
    int bits = Float.floatToIntBits(score);
    int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    return ~ascending ^ Integer.MIN_VALUE;
  }

  private static int digit(int key, int shift) {
    return (key >>> shift) & (DIGITS - 1);
  }

  private static int[] starts(int[] keys, int shift) {
    int[] counts = new int[DIGITS];
    for (int key : keys) {
      counts[digit(key, shift)]++;
    }
    int start = 0;
    for (int digit = 0; digit < DIGITS; digit++) {
      int count = counts[digit];
      counts[digit] = start;
      start += count;
    }
    return counts;
  }
}
