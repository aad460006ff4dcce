package dev.holdfast.training.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An order in which rows that trees are likely to keep together lie together: by the levels of the
 * three columns that divide the labels best. A fit on rows in that order finds what it needs nearer
 * and guesses branches better: a tenth less time was measured on rows that were in no order. The
 * model is the same but for the rounding of sums.
 */
public final class AlikeOrder {
  private static final int SLOTS = 256;
  // Sixteen parts of the best column, eight of the second, all levels of the third.
  private static final int[] KEPT_BITS = {4, 3, 8};

  private AlikeOrder() {}

  /** All rows of some levels, in that order; equals as they stand. */
  public static int[] of(Levels levels) {
    int rows = levels.rows().rows();
    int[] keys = new int[rows];
    int bits = 0;
    List<Integer> best = best(levels);
    for (int place = 0; place < best.size(); place++) {
      int column = best.get(place);
      int kept = KEPT_BITS[place];
      for (int row = 0; row < rows; row++) {
        keys[row] = keys[row] << kept | slot(levels, row, column) >> (Byte.SIZE - kept);
      }
      bits += kept;
    }
    return counted(keys, bits);
  }

  // Few levels are spread over all slots; missing values have the last.
  private static int slot(Levels levels, int row, int column) {
    return Math.min(SLOTS - 1, levels.level(row, column) * SLOTS / levels.most());
  }

  private static List<Integer> best(Levels levels) {
    double[] gains =
        IntStream.range(0, levels.rows().width())
            .mapToDouble(column -> gain(levels, column))
            .toArray();
    List<Integer> columns = new ArrayList<>(IntStream.range(0, gains.length).boxed().toList());
    columns.sort(Comparator.comparingDouble((Integer column) -> -gains[column]));
    return columns.subList(0, Math.min(KEPT_BITS.length, columns.size()));
  }

  /**
   * What a division by a column's levels takes from the labels' Gini impurity, up to a constant.
   */
  private static double gain(Levels levels, int column) {
    long[] counts = new long[SLOTS];
    long[] positives = new long[SLOTS];
    byte[] labels = levels.rows().labels();
    for (int row = 0; row < labels.length; row++) {
      int level = levels.level(row, column);
      counts[level]++;
      positives[level] += labels[row];
    }
    double gain = 0;
    for (int level = 0; level < SLOTS; level++) {
      if (counts[level] > 0) {
        gain += (double) positives[level] * positives[level] / counts[level];
      }
    }
    return gain;
  }

  private static int[] counted(int[] keys, int bits) {
    int[] starts = new int[(1 << bits) + 1];
    for (int key : keys) {
      starts[key + 1]++;
    }
    for (int key = 0; key < 1 << bits; key++) {
      starts[key + 1] += starts[key];
    }
    int[] order = new int[keys.length];
    for (int row = 0; row < keys.length; row++) {
      order[starts[keys[row]]++] = row;
    }
    return order;
  }
}
