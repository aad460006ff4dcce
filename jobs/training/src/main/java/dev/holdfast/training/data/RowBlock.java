package dev.holdfast.training.data;

import java.io.Serializable;
import java.util.List;

/**
 * Encoded rows as primitive arrays: {@code rows × width} values, row-major, and for each row its
 * label, its fold and a number for its entity.
 */
public final class RowBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int rows;
  private final int width;
  private final float[] values;
  private final byte[] labels;
  private final int[] folds;
  private final long[] entities;

  public RowBlock(
      int rows, int width, float[] values, byte[] labels, int[] folds, long[] entities) {
    this.rows = rows;
    this.width = width;
    this.values = values;
    this.labels = labels;
    this.folds = folds;
    this.entities = entities;
  }

  /** All rows of some blocks, in order. */
  public static RowBlock concatenate(List<RowBlock> blocks, int width) {
    int rows = blocks.stream().mapToInt(RowBlock::rows).sum();
    float[] values = new float[Math.multiplyExact(rows, width)];
    byte[] labels = new byte[rows];
    int[] folds = new int[rows];
    long[] entities = new long[rows];
    int at = 0;
    for (RowBlock block : blocks) {
      System.arraycopy(block.values, 0, values, at * width, block.rows * width);
      System.arraycopy(block.labels, 0, labels, at, block.rows);
      System.arraycopy(block.folds, 0, folds, at, block.rows);
      System.arraycopy(block.entities, 0, entities, at, block.rows);
      at += block.rows;
    }
    return new RowBlock(rows, width, values, labels, folds, entities);
  }

  /** The rows of one fold, or all but them. */
  public RowBlock slice(int fold, boolean inFold) {
    int count = 0;
    for (int each : folds) {
      if ((each == fold) == inFold) {
        count++;
      }
    }
    float[] sliced = new float[count * width];
    byte[] slicedLabels = new byte[count];
    int[] slicedFolds = new int[count];
    long[] slicedEntities = new long[count];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      if ((folds[row] == fold) == inFold) {
        System.arraycopy(values, row * width, sliced, at * width, width);
        slicedLabels[at] = labels[row];
        slicedFolds[at] = folds[row];
        slicedEntities[at] = entities[row];
        at++;
      }
    }
    return new RowBlock(count, width, sliced, slicedLabels, slicedFolds, slicedEntities);
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

  /** The values of one encoded column. */
  public float[] column(int column) {
    float[] one = new float[rows];
    for (int row = 0; row < rows; row++) {
      one[row] = values[row * width + column];
    }
    return one;
  }
}
