package dev.holdfast.training.fit;

import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.evaluation.DescendingOrder;
import java.util.Arrays;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * The values of some rows as levels, at most 255 a column or as many as are asked for, about as
 * many rows in each: what trees of the histogram kind see of them. Levels are learnt once for all
 * matrices made of the rows, as those of LightGBM's data sets are (Ke et al., LightGBM, 2017);
 * XGBoost by itself learns them for each matrix from a sketch, which took a quarter of a search's
 * time. No label is looked at.
 *
 * <p>A value is replaced by the lowest of its level. A tree splits below such a value, so it
 * divides the rows themselves as it divides their levels, and a model needs no levels to be
 * applied. A column of no more different values than there may be levels keeps them all.
 */
public final class Levels {
  /** One less than XGBoost's bins, which keep one for what is lower than all. */
  static final int MOST = 255;

  private static final int SLOTS = 256;
  private static final int MISSING = 255;
  private static final int TOGETHER = 16;

  private final RowBlock rows;
  private final int most;
  private final byte[] levels;
  private final float[] lowest;
  private int learntLevels;

  private Levels(RowBlock rows, int most) {
    this.rows = rows;
    this.most = most;
    this.levels = new byte[rows.values().length];
    this.lowest = new float[rows.width() * SLOTS];
    Arrays.fill(lowest, Float.NaN);
  }

  /**
   * Learns the levels of all columns.
   *
   * @param most levels of a column, 255 at most
   */
  public static Levels of(RowBlock rows, int most) {
    if (most < 2 || most > MOST) {
      throw new IllegalArgumentException(most + " levels");
    }
    Levels learnt = new Levels(rows, most);
    for (int from = 0; from < rows.width(); from += TOGETHER) {
      learnt.learn(from, Math.min(TOGETHER, rows.width() - from));
    }
    return learnt;
  }

  // A row's values lie together, so a few columns are read at the cost of one.
  private void learn(int from, int count) {
    float[][] values = rows.columns(from, count);
    byte[][] learnt = new byte[count][];
    for (int each = 0; each < count; each++) {
      learnt[each] = learn(values[each], from + each);
    }
    for (int row = 0; row < rows.rows(); row++) {
      for (int each = 0; each < count; each++) {
        levels[row * rows.width() + from + each] = learnt[each][row];
      }
    }
  }

  private byte[] learn(float[] values, int column) {
    byte[] ofRows = new byte[values.length];
    int[] descending = DescendingOrder.of(values);
    int present = descending.length;
    // Missing values come first: they are above all others in that order.
    for (int at = 0; at < descending.length && Float.isNaN(values[descending[at]]); at++) {
      ofRows[descending[at]] = (byte) MISSING;
      present--;
    }
    boolean all = distinct(values, descending, present) <= most;
    int level = -1;
    int next = 0;
    for (int taken = 0; taken < present; ) {
      int end = endOfEqual(values, descending, taken);
      // Equal values are never parted, and one that many rows have shares its level with none.
      boolean many = level >= 0 && (long) (end - taken) * (most - 1 - level) >= present - taken;
      if ((taken >= next || many) && level < most - 1) {
        level++;
        lowest[column * SLOTS + level] = values[descending[descending.length - 1 - taken]];
        next = all || many ? end : taken + Math.max(1, (present - taken) / (most - level));
      }
      for (; taken < end; taken++) {
        ofRows[descending[descending.length - 1 - taken]] = (byte) level;
      }
    }
    learntLevels += level + 1;
    return ofRows;
  }

  // Of the values in ascending order: where those that equal the one at a place end.
  private static int endOfEqual(float[] values, int[] descending, int place) {
    float value = values[descending[descending.length - 1 - place]];
    int end = place + 1;
    while (end < descending.length && values[descending[descending.length - 1 - end]] == value) {
      end++;
    }
    return end;
  }

  private static int distinct(float[] values, int[] descending, int present) {
    int distinct = Math.min(1, present);
    int from = descending.length - present;
    for (int at = from + 1; at < descending.length && distinct <= MOST; at++) {
      if (values[descending[at]] != values[descending[at - 1]]) {
        distinct++;
      }
    }
    return distinct;
  }

  /** The rows that the levels are of. */
  public RowBlock rows() {
    return rows;
  }

  /** As many levels as a column may have. */
  int most() {
    return most;
  }

  /** A row's level of a column, from the lowest up; {@link #MOST} where the value is missing. */
  int level(int row, int column) {
    return levels[row * rows.width() + column] & 0xff;
  }

  /** Some rows in XGBoost's memory, to be judged by; the caller disposes of it. */
  public DMatrix matrix(int[] some) throws XGBoostError {
    int width = rows.width();
    float[] values = new float[Math.multiplyExact(some.length, width)];
    float[] labels = new float[some.length];
    for (int to = 0; to < some.length; to++) {
      int from = some[to] * width;
      for (int column = 0; column < width; column++) {
        values[to * width + column] = lowest[column * SLOTS + (levels[from + column] & 0xff)];
      }
      labels[to] = rows.labels()[some[to]];
    }
    DMatrix matrix = new DMatrix(values, some.length, width, Float.NaN);
    matrix.setLabel(labels);
    return matrix;
  }

  /**
   * Some rows in XGBoost's memory, binned: fits that share them only read. The caller disposes of
   * it.
   */
  public DMatrix binned(int[] some) throws XGBoostError {
    DMatrix matrix = matrix(some);
    // XGBoost's sketch passes over rows that weigh nothing. It needs no more than one row of each
    // level to find all of them.
    matrix.setWeight(oneOfEachLevel(some));
    BoostedFit.bin(matrix);
    matrix.setWeight(new float[0]);
    return matrix;
  }

  private float[] oneOfEachLevel(int[] some) {
    float[] weights = new float[some.length];
    boolean[] seen = new boolean[lowest.length];
    int width = rows.width();
    int left = learntLevels;
    for (int at = 0; at < some.length && left > 0; at++) {
      int from = some[at] * width;
      for (int column = 0; column < width; column++) {
        int level = levels[from + column] & 0xff;
        int slot = column * SLOTS + level;
        if (level != MISSING && !seen[slot]) {
          seen[slot] = true;
          weights[at] = 1;
          left--;
        }
      }
    }
    return weights;
  }
}
