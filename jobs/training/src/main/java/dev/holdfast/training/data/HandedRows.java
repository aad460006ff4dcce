package dev.holdfast.training.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Some rows on their way from an executor to the driver, as primitive arrays; those of all
 * executors are put in an order that does not depend on who brought them.
 */
final class HandedRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private final float[] values;
  private final long[] keys;
  private final long[] entities;
  private final byte[] labels;
  private final int[] days;

  private HandedRows(float[] values, Gathering gathered) {
    int rows = gathered.rows;
    this.values = values;
    this.keys = Arrays.copyOf(gathered.keys, rows);
    this.entities = Arrays.copyOf(gathered.entities, rows);
    this.labels = Arrays.copyOf(gathered.labels, rows);
    this.days = Arrays.copyOf(gathered.days, rows);
  }

  /** Rows that are being gathered, all but their values. */
  static final class Gathering {
    private final long[] keys;
    private final long[] entities;
    private final byte[] labels;
    private final int[] days;
    private int rows;

    /**
     * @param most rows that it takes at a time
     */
    Gathering(int most) {
      this.keys = new long[most];
      this.entities = new long[most];
      this.labels = new byte[most];
      this.days = new int[most];
    }

    /**
     * Takes one more row.
     *
     * @param key a number that follows from the row's key alone
     * @param day counted from 1970-01-01
     */
    void add(long key, long entity, byte label, int day) {
      keys[rows] = key;
      entities[rows] = entity;
      labels[rows] = label;
      days[rows++] = day;
    }

    /** The rows with their values, row-major; the next row begins anew. */
    HandedRows with(float[] values) {
      HandedRows handed = new HandedRows(values, this);
      rows = 0;
      return handed;
    }
  }

  /** All rows of some parts, by the keys' numbers; rows of one number by what they hold. */
  static RowBlock inOrder(List<HandedRows> parts, int width, FoldPlan plan) {
    int all = parts.stream().mapToInt(part -> part.labels.length).reduce(0, Math::addExact);
    long[] keys = new long[all];
    int[] part = new int[all];
    int[] place = new int[all];
    int at = 0;
    for (int number = 0; number < parts.size(); number++) {
      HandedRows each = parts.get(number);
      System.arraycopy(each.keys, 0, keys, at, each.keys.length);
      for (int row = 0; row < each.keys.length; row++) {
        part[at] = number;
        place[at++] = row;
      }
    }
    int[] order =
        KeyOrder.of(
            keys,
            (left, right) ->
                compare(
                    width,
                    parts.get(part[left]),
                    place[left],
                    parts.get(part[right]),
                    place[right]));
    float[] values = new float[Math.multiplyExact(all, width)];
    byte[] labels = new byte[all];
    int[] folds = new int[all];
    long[] entities = new long[all];
    long[] trains = new long[all];
    for (int to = 0; to < all; to++) {
      HandedRows from = parts.get(part[order[to]]);
      int row = place[order[to]];
      System.arraycopy(from.values, row * width, values, to * width, width);
      labels[to] = from.labels[row];
      entities[to] = from.entities[row];
      folds[to] = plan.judgedBy(from.days[row], entities[to]);
      trains[to] = plan.trains(from.days[row], entities[to]);
    }
    return new RowBlock(all, width, values, labels, folds, entities, trains);
  }

  private static int compare(
      int width, HandedRows left, int leftRow, HandedRows right, int rightRow) {
    int byEntity = Long.compare(left.entities[leftRow], right.entities[rightRow]);
    if (byEntity != 0) {
      return byEntity;
    }
    int byLabel = Byte.compare(left.labels[leftRow], right.labels[rightRow]);
    if (byLabel != 0) {
      return byLabel;
    }
    return Arrays.compare(
        left.values,
        leftRow * width,
        (leftRow + 1) * width,
        right.values,
        rightRow * width,
        (rightRow + 1) * width);
  }
}
