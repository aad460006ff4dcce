package dev.holdfast.features.tile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeArrayWriter;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;

/**
 * Gathers the rows of a key that a task reads into one row of arrays, before they are sent to where
 * the key's tiles are made. Tens of rows of a key then travel and are sorted as one.
 *
 * <p>Rows come as {@code key STRUCT, order BIGINT, day DATE, time TIMESTAMP, inputs...} and leave
 * as {@code key STRUCT, order BIGINT, tile STRUCT, days ARRAY, times ARRAY, inputs ARRAY...}, which
 * is what {@link TilePass} reads; {@code tile} is null, and so is {@code times} where no aggregate
 * asks for it. A task holds {@link #BYTES} at most and sends what it has when they are full.
 */
final class Gather implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
  private static final int KEY = 0;
  private static final int ORDER = 1;
  private static final int FIRST_VALUE = 2;

  private static final long BYTES = 96L << 20;
  private static final long BYTES_OF_A_NUMBER = 9;
  private static final long BYTES_OF_AN_OBJECT = 80;
  private static final long BYTES_OF_A_KEY = 120;

  private final TileLayout layout;
  private final long rowBytes;

  Gather(TileLayout layout) {
    this.layout = layout;
    long bytes = 2 * BYTES_OF_A_NUMBER;
    for (ValueType type : layout.inputs()) {
      bytes += type.lane() instanceof Lane.Objects ? BYTES_OF_AN_OBJECT : BYTES_OF_A_NUMBER;
    }
    this.rowBytes = bytes;
  }

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
    return new Gathered(rows);
  }

  /** Numbers keys from 0 in the order in which they are first met. */
  private static final class Keys {
    private static final int FIRST_SLOTS = 1 << 10;

    private final List<UnsafeRow> keys = new ArrayList<>();
    private long[] orders = new long[FIRST_SLOTS];
    private int[] slots = new int[FIRST_SLOTS];

    int size() {
      return keys.size();
    }

    UnsafeRow key(int number) {
      return keys.get(number);
    }

    long order(int number) {
      return orders[number];
    }

    int numberOf(UnsafeRow key, long order) {
      int slot = slotOf(key, order);
      if (slots[slot] == 0) {
        if (keys.size() * 2 >= slots.length) {
          grow();
          slot = slotOf(key, order);
        }
        if (keys.size() == orders.length) {
          orders = Arrays.copyOf(orders, keys.size() * 2);
        }
        orders[keys.size()] = order;
        keys.add(key.copy());
        slots[slot] = keys.size();
      }
      return slots[slot] - 1;
    }

    // The slot of a key, or the empty one in which it belongs.
    private int slotOf(UnsafeRow key, long order) {
      int mask = slots.length - 1;
      int slot = spread(order) & mask;
      while (slots[slot] != 0) {
        int number = slots[slot] - 1;
        if (orders[number] == order && keys.get(number).equals(key)) {
          return slot;
        }
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    // The low bits of an order are not of the hash.
    private static int spread(long order) {
      return (int) (order >>> TilePass.DAY_BITS);
    }

    private void grow() {
      int[] larger = new int[slots.length * 2];
      int mask = larger.length - 1;
      for (int number = 0; number < keys.size(); number++) {
        int slot = spread(orders[number]) & mask;
        while (larger[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        larger[slot] = number + 1;
      }
      slots = larger;
    }
  }

  private final class Gathered implements Iterator<InternalRow> {
    private final Iterator<InternalRow> rows;
    private final RowLanes held = new RowLanes(layout);
    private final UnsafeRowWriter writer =
        new UnsafeRowWriter(TilePass.ROWS + 2 + layout.inputs().size(), 1024);
    private Keys keys = new Keys();
    private int[] keyOfRow = new int[Lane.FIRST_CAPACITY];
    private int[] ends = {};
    private int[] rowsByKey = {};
    private int next;

    Gathered(Iterator<InternalRow> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      if (next == ends.length && rows.hasNext()) {
        collect();
      }
      return next < ends.length;
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      InternalRow row = row(next, next == 0 ? 0 : ends[next - 1], ends[next]);
      next++;
      return row;
    }

    private void collect() {
      held.clear();
      keys = new Keys();
      while (rows.hasNext()
          && held.size() * rowBytes + keys.size() * BYTES_OF_A_KEY < BYTES
          && held.size() < Integer.MAX_VALUE / 2) {
        InternalRow row = rows.next();
        UnsafeRow key = (UnsafeRow) row.getStruct(KEY, layout.key().size());
        if (held.size() == keyOfRow.length) {
          keyOfRow = Arrays.copyOf(keyOfRow, keyOfRow.length * 2);
        }
        keyOfRow[held.size()] = keys.numberOf(key, row.getLong(ORDER));
        held.add(row, FIRST_VALUE);
      }
      sortByKey();
      next = 0;
    }

    // Counts the rows of each key, and deals them out to where those of their key begin.
    private void sortByKey() {
      int[] begins = new int[keys.size()];
      for (int row = 0; row < held.size(); row++) {
        begins[keyOfRow[row]]++;
      }
      int sum = 0;
      for (int key = 0; key < begins.length; key++) {
        int count = begins[key];
        begins[key] = sum;
        sum += count;
      }
      rowsByKey = new int[held.size()];
      for (int row = 0; row < held.size(); row++) {
        rowsByKey[begins[keyOfRow[row]]++] = row;
      }
      ends = begins;
    }

    private InternalRow row(int key, int from, int until) {
      writer.reset();
      writer.zeroOutNullBytes();
      writer.write(TilePass.KEY, keys.key(key));
      writer.write(TilePass.ORDER, keys.order(key));
      writer.setNullAt(TilePass.TILE);
      int before = writer.cursor();
      UnsafeArrayWriter days = new UnsafeArrayWriter(writer, Integer.BYTES);
      days.initialize(until - from);
      for (int index = from; index < until; index++) {
        days.write(index - from, held.day(rowsByKey[index]));
      }
      writer.setOffsetAndSizeFromPreviousCursor(TilePass.ROWS, before);
      if (layout.needsTime()) {
        ValueType.COUNTS.writeArray(
            held.times(), rowsByKey, from, until, writer, TilePass.ROWS + 1);
      } else {
        writer.setNullAt(TilePass.ROWS + 1);
      }
      for (int input = 0; input < layout.inputs().size(); input++) {
        layout
            .inputs()
            .get(input)
            .writeArray(
                held.input(input), rowsByKey, from, until, writer, TilePass.ROWS + 2 + input);
      }
      return writer.getRow();
    }
  }
}
