package dev.holdfast.training.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The order of rows by numbers that are spread like a hash's: the highest bits of a number and the
 * row's own fit one {@code long}, so that sorting moves nothing else.
 */
final class KeyOrder {

  private KeyOrder() {}

  /**
   * The rows from the least number up, numbers taken as unsigned.
   *
   * @param ties orders rows of one number
   */
  static int[] of(long[] keys, Comparator<Integer> ties) {
    int rowBits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, keys.length - 1L));
    long rowMask = (1L << rowBits) - 1;
    long[] packed = new long[keys.length];
    for (int row = 0; row < keys.length; row++) {
      // The sign is turned: the sort is one of signed numbers.
      packed[row] = ((keys[row] ^ Long.MIN_VALUE) & ~rowMask) | row;
    }
    Arrays.sort(packed);
    int[] order = new int[keys.length];
    for (int at = 0; at < order.length; at++) {
      order[at] = (int) (packed[at] & rowMask);
    }
    Comparator<Integer> whole =
        Comparator.<Integer>comparingLong(row -> keys[row] ^ Long.MIN_VALUE).thenComparing(ties);
    for (int begin = 0; begin < order.length; ) {
      int end = begin + 1;
      while (end < order.length && ((packed[begin] ^ packed[end]) & ~rowMask) == 0) {
        end++;
      }
      if (end - begin > 1) {
        int[] sorted =
            IntStream.range(begin, end)
                .mapToObj(at -> order[at])
                .sorted(whole)
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(sorted, 0, order, begin, sorted.length);
      }
      begin = end;
    }
    return order;
  }
}
