package dev.holdfast.training.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Encoded rows as primitive arrays: {@code rows × width} values, row-major, and for each row its
 * label, the fold that judges by it, the folds that train on it, and a number for its entity.
 */
public final class RowBlock implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PLACES = 40;
  // Odd, and near the golden ratio of all numbers.
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final int rows;
  private final int width;
  private final float[] values;
  private final byte[] labels;
  private final int[] folds;
  private final long[] entities;
  private final long[] trains;

  /** Rows of which each fold trains on all but its own. */
  public RowBlock(
      int rows, int width, float[] values, byte[] labels, int[] folds, long[] entities) {
    this(rows, width, values, labels, folds, entities, FoldPlan.allBut(folds));
  }

  /**
   * @param folds the fold that judges by each row, {@link FoldPlan#NONE} if none does
   * @param trains the bits of the folds that train on each row; {@link FoldPlan#REFIT} is set if
   *     the chosen candidate's last fit does
   */
  public RowBlock(
      int rows,
      int width,
      float[] values,
      byte[] labels,
      int[] folds,
      long[] entities,
      long[] trains) {
    this.rows = rows;
    this.width = width;
    this.values = values;
    this.labels = labels;
    this.folds = folds;
    this.entities = entities;
    this.trains = trains;
  }

  /** All rows of some blocks, in order. */
  public static RowBlock concatenate(List<RowBlock> blocks, int width) {
    int rows = blocks.stream().mapToInt(RowBlock::rows).sum();
    float[] values = new float[Math.multiplyExact(rows, width)];
    byte[] labels = new byte[rows];
    int[] folds = new int[rows];
    long[] entities = new long[rows];
    long[] trains = new long[rows];
    int at = 0;
    for (RowBlock block : blocks) {
      System.arraycopy(block.values, 0, values, at * width, block.rows * width);
      System.arraycopy(block.labels, 0, labels, at, block.rows);
      System.arraycopy(block.folds, 0, folds, at, block.rows);
      System.arraycopy(block.entities, 0, entities, at, block.rows);
      System.arraycopy(block.trains, 0, trains, at, block.rows);
      at += block.rows;
    }
    return new RowBlock(rows, width, values, labels, folds, entities, trains);
  }

  /** The rows that judge a fold, or those that train it. */
  public RowBlock slice(int fold, boolean inFold) {
    return where(of(fold, inFold));
  }

  private IntPredicate of(int fold, boolean inFold) {
    return inFold ? row -> folds[row] == fold : row -> (trains[row] & (1L << fold)) != 0;
  }

  /** The rows that some fold judges by. */
  public RowBlock judged() {
    return where(this::isJudged);
  }

  /** Whether some fold judges by a row. */
  public boolean isJudged(int row) {
    return folds[row] != FoldPlan.NONE;
  }

  /** The rows that the chosen candidate's last fit trains on; this very block if all do. */
  public RowBlock refitted() {
    return where(row -> (trains[row] & FoldPlan.REFIT) != 0);
  }

  /** The same rows, of which only some train; what judges stays. The values are shared. */
  public RowBlock training(IntPredicate kept) {
    long[] fewer = new long[rows];
    for (int row = 0; row < rows; row++) {
      fewer[row] = kept.test(row) ? trains[row] : 0;
    }
    return new RowBlock(rows, width, values, labels, folds, entities, fewer);
  }

  /**
   * The same rows, of which those of a share of the entities train; a smaller share is part of a
   * larger one.
   */
  public RowBlock trainingShare(double share) {
    long limit = (long) (share * (1L << PLACES));
    // Folds are remainders of the entity's number: the highest bits of a product know nothing of
    // them.
    return training(row -> (entities[row] * SPREAD) >>> (Long.SIZE - PLACES) < limit);
  }

  private RowBlock where(IntPredicate kept) {
    int[] some = IntStream.range(0, rows).filter(kept).toArray();
    return some.length == rows ? this : select(some);
  }

  /**
   * Where the rows that judge a fold stand, or those that train it.
   *
   * @param order all rows, in the order in which they are wanted
   */
  public int[] rowsOf(int fold, boolean inFold, int[] order) {
    return Arrays.stream(order).filter(of(fold, inFold)).toArray();
  }

  /** Some rows, in the order given. */
  public RowBlock select(int[] some) {
    float[] selected = new float[Math.multiplyExact(some.length, width)];
    byte[] selectedLabels = new byte[some.length];
    int[] selectedFolds = new int[some.length];
    long[] selectedEntities = new long[some.length];
    long[] selectedTrains = new long[some.length];
    for (int to = 0; to < some.length; to++) {
      System.arraycopy(values, some[to] * width, selected, to * width, width);
      selectedLabels[to] = labels[some[to]];
      selectedFolds[to] = folds[some[to]];
      selectedEntities[to] = entities[some[to]];
      selectedTrains[to] = trains[some[to]];
    }
    return new RowBlock(
        some.length,
        width,
        selected,
        selectedLabels,
        selectedFolds,
        selectedEntities,
        selectedTrains);
  }

  public int rows() {
    return rows;
  }

  public int width() {
    return width;
  }

  /** The array itself, not a copy: whoever reads it must not write to it. */
  public float[] values() {
    return values;
  }

  /** The array itself, not a copy. */
  public byte[] labels() {
    return labels;
  }

  /** The array itself, not a copy. */
  public int[] folds() {
    return folds;
  }

  /** The array itself, not a copy. */
  public long[] entities() {
    return entities;
  }

  public long positives() {
    long positives = 0;
    for (byte label : labels) {
      positives += label;
    }
    return positives;
  }

  /** The values of some encoded columns, a column each. */
  public float[][] columns(int from, int count) {
    float[][] columns = new float[count][rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < count; column++) {
        columns[column][row] = values[row * width + from + column];
      }
    }
    return columns;
  }

  /** The values of one encoded column. */
  public float[] column(int column) {
    float[] one = new float[rows];
    for (int row = 0; row < rows; row++) {
      one[row] = values[row * width + column];
    }
    return one;
  }
}
