package dev.holdfast.features.tile;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;

/**
 * Hands rows on day by day, some megabytes of them at a time. Each day is written to a file of its
 * own: were every row of another day than the one before it, the columns of all of these files
 * would take turns in the processor's caches.
 */
final class ByDay implements Iterator<InternalRow> {
  private static final int BYTES = 2 << 20;

  private final Iterator<InternalRow> rows;
  private final int dayOrdinal;
  private final UnsafeRow row;
  private final Map<Integer, Held> days = new TreeMap<>();
  private Iterator<Held> left = days.values().iterator();
  private Held reading = new Held();

  /** Rows of a day, one behind the other, each behind its length. */
  private static final class Held {
    private byte[] bytes = {};
    private int size;
    private int read;

    void add(UnsafeRow row) {
      int length = row.getSizeInBytes();
      if (size + Long.BYTES + length > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + Long.BYTES + length));
      }
      Platform.putInt(bytes, Platform.BYTE_ARRAY_OFFSET + (long) size, length);
      row.writeToMemory(bytes, Platform.BYTE_ARRAY_OFFSET + (long) size + Long.BYTES);
      size += Long.BYTES + length;
    }

    boolean hasNext() {
      return read < size;
    }

    void next(UnsafeRow to) {
      int length = Platform.getInt(bytes, Platform.BYTE_ARRAY_OFFSET + (long) read);
      to.pointTo(bytes, Platform.BYTE_ARRAY_OFFSET + (long) read + Long.BYTES, length);
      read += Long.BYTES + length;
    }

    void clear() {
      size = 0;
      read = 0;
    }
  }

  /**
   * Takes rows that may be overwritten when the next is asked for, and gives such.
   *
   * @param fields the number of their columns
   * @param dayOrdinal the column with the day
   */
  ByDay(Iterator<InternalRow> rows, int fields, int dayOrdinal) {
    this.rows = rows;
    this.dayOrdinal = dayOrdinal;
    this.row = new UnsafeRow(fields);
  }

  @Override
  public boolean hasNext() {
    while (!reading.hasNext()) {
      if (left.hasNext()) {
        reading = left.next();
      } else if (rows.hasNext()) {
        collect();
      } else {
        return false;
      }
    }
    return true;
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    reading.next(row);
    return row;
  }

  private void collect() {
    days.values().forEach(Held::clear);
    int bytes = 0;
    while (bytes < BYTES && rows.hasNext()) {
      UnsafeRow next = (UnsafeRow) rows.next();
      days.computeIfAbsent(next.getInt(dayOrdinal), day -> new Held()).add(next);
      bytes += next.getSizeInBytes();
    }
    left = days.values().iterator();
  }
}
