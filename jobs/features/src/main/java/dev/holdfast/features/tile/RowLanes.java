package dev.holdfast.features.tile;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;

/** Rows of a source as columns: the day of each, its time if that matters, and its inputs. */
final class RowLanes {
  private final TileLayout layout;
  private final Lane.Longs times = new Lane.Longs();
  private final Lane[] inputs;
  private int[] days = new int[Lane.FIRST_CAPACITY];
  private int size;

  RowLanes(TileLayout layout) {
    this.layout = layout;
    this.inputs = layout.inputs().stream().map(ValueType::lane).toArray(Lane[]::new);
  }

  int size() {
    return size;
  }

  int day(int index) {
    return days[index];
  }

  /** The times of the rows; empty unless the layout needs them. */
  Lane.Longs times() {
    return times;
  }

  Lane input(int input) {
    return inputs[input];
  }

  /** Appends a row that has its day, time and inputs side by side from an ordinal on. */
  void add(InternalRow row, int first) {
    if (size == days.length) {
      days = Arrays.copyOf(days, size * 2);
    }
    days[size++] = row.getInt(first);
    if (layout.needsTime()) {
      times.add(row.getLong(first + 1));
    }
    for (int input = 0; input < inputs.length; input++) {
      layout.inputs().get(input).read(row, first + 2 + input, inputs[input]);
    }
  }

  /** Appends rows that a row holds as arrays, side by side from an ordinal on. */
  void addAll(InternalRow row, int first) {
    int[] more = row.getArray(first).toIntArray();
    if (size + more.length > days.length) {
      days = Arrays.copyOf(days, Math.max(days.length * 2, size + more.length));
    }
    System.arraycopy(more, 0, days, size, more.length);
    size += more.length;
    if (layout.needsTime()) {
      ValueType.COUNTS.readArray(row, first + 1, times);
    }
    for (int input = 0; input < inputs.length; input++) {
      layout.inputs().get(input).readArray(row, first + 2 + input, inputs[input]);
    }
  }

  void clear() {
    size = 0;
    times.clear();
    for (Lane input : inputs) {
      input.clear();
    }
  }
}
