package dev.holdfast.features.tile;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeArrayWriter;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.unsafe.Platform;

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

  /**
   * Numbers keys from 0 in the order in which they are first met. Nearly all of its time is spent
   * waiting for memory, so that what is looked at for a row stands in as few places as can be.
   */
  private static final class Keys {
    private static final int FIRST_SLOTS = 1 << 10;

    /** As many as the bits of an order that are not of the hash can number. */
    private static final int MOST = (1 << TilePass.DAY_BITS) - 1;

    private static final long NUMBER = MOST;

    // Each the hash of a key and, in the bits below it, its number plus one; 0 is empty.
    private long[] slots = new long[FIRST_SLOTS];
    private long[] orders = new long[FIRST_SLOTS];
    private int[] ends = new int[FIRST_SLOTS];
    private long[] words = new long[FIRST_SLOTS];
    private int size;

    int size() {
      return size;
    }

    long order(int number) {
      return orders[number];
    }

    /** Points a row to a key; its bytes are those held here. */
    void key(int number, UnsafeRow to) {
      int begin = begin(number);
      to.pointTo(
          words,
          Platform.LONG_ARRAY_OFFSET + (long) begin * Long.BYTES,
          (ends[number] - begin) * Long.BYTES);
    }

    int numberOf(UnsafeRow key, long order) {
      int slot = slotOf(key, order);
      if (slots[slot] == 0) {
        if (size * 2 >= slots.length) {
          enlarge();
          slot = slotOf(key, order);
        }
        append(key, order);
        slots[slot] = order | size;
      }
      return (int) (slots[slot] & NUMBER) - 1;
    }

    private int begin(int number) {
      return number == 0 ? 0 : ends[number - 1];
    }

    private void append(UnsafeRow key, long order) {
      if (size == orders.length) {
        orders = Arrays.copyOf(orders, size * 2);
        ends = Arrays.copyOf(ends, size * 2);
      }
      int begin = begin(size);
      int end = begin + key.getSizeInBytes() / Long.BYTES;
      if (end > words.length) {
        words = Arrays.copyOf(words, Math.max(words.length * 2, end));
      }
      Platform.copyMemory(
          key.getBaseObject(),
          key.getBaseOffset(),
          words,
          Platform.LONG_ARRAY_OFFSET + (long) begin * Long.BYTES,
          key.getSizeInBytes());
      orders[size] = order;
      ends[size++] = end;
    }

    // The slot of a key, or the empty one in which it belongs.
    private int slotOf(UnsafeRow key, long order) {
      int mask = slots.length - 1;
      int slot = spread(order) & mask;
      while (slots[slot] != 0) {
        if ((slots[slot] & ~NUMBER) == order && same(key, (int) (slots[slot] & NUMBER) - 1)) {
          return slot;
        }
        slot = (slot + 1) & mask;
      }
      return slot;
    }

    private boolean same(UnsafeRow key, int number) {
      int begin = begin(number);
      int length = ends[number] - begin;
      if (length * Long.BYTES != key.getSizeInBytes()) {
        return false;
      }
      Object base = key.getBaseObject();
      long offset = key.getBaseOffset();
      for (int word = 0; word < length; word++) {
        if (words[begin + word] != Platform.getLong(base, offset + (long) word * Long.BYTES)) {
          return false;
        }
      }
      return true;
    }

    private static int spread(long order) {
      return (int) (order >>> TilePass.DAY_BITS);
    }

    private void enlarge() {
      long[] larger = new long[slots.length * 2];
      int mask = larger.length - 1;
      for (int number = 0; number < size; number++) {
        int slot = spread(orders[number]) & mask;
        while (larger[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        larger[slot] = orders[number] | (number + 1);
      }
      slots = larger;
    }
  }

  private final class Gathered implements Iterator<InternalRow> {
    private final Iterator<InternalRow> rows;
    private final RowLanes held = new RowLanes(layout);
    private final UnsafeRowWriter writer =
        new UnsafeRowWriter(TilePass.ROWS + 2 + layout.inputs().size(), 1024);
    private final UnsafeRow keyRow = new UnsafeRow(layout.key().size());
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
          && keys.size() < Keys.MOST) {
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
      keys.key(key, keyRow);
      writer.write(TilePass.KEY, keyRow);
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
