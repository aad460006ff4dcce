package dev.holdfast.ingestion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the hashes that occur more than once among many.
 *
 * <p>Hashes come in chunks of {@code rows × 3}, row-major: the two halves of the hash, and the
 * row's id, which is {@link #SEEN} for a row of an earlier batch. They are put into one
 * open-addressing table of row numbers: 28 bytes a row, and no object for any of them but those
 * that repeat.
 */
final class HashedRows {
  /** Values a row takes in a chunk. */
  static final int WIDTH = 3;

  /** The id of every row that came in with an earlier batch. */
  static final long SEEN = -1;

  private HashedRows() {}

  /**
   * A hash that occurs more than once.
   *
   * @param first the smallest id among its rows
   */
  record Repeat(long high, long low, long first) implements java.io.Serializable {}

  /** The hashes that occur more than once, each once. */
  static List<Repeat> repeated(List<long[]> chunks) {
    long[] rows = joined(chunks);
    int count = rows.length / WIDTH;
    // At most half full; the halves of a hash are as good as random, so any bits of them will do.
    int[] table = new int[Math.max(16, Integer.highestOneBit(Math.max(count, 1)) * 4)];
    Map<Integer, Long> firsts = new HashMap<>();
    for (int row = 0; row < count; row++) {
      int slot = slot(rows, row, table.length);
      while (table[slot] != 0 && !same(rows, table[slot] - 1, row)) {
        slot = (slot + 1) & (table.length - 1);
      }
      if (table[slot] == 0) {
        table[slot] = row + 1;
      } else {
        int earlier = table[slot] - 1;
        long known = firsts.getOrDefault(earlier, rows[earlier * WIDTH + 2]);
        firsts.put(earlier, Math.min(known, rows[row * WIDTH + 2]));
      }
    }
    List<Repeat> repeats = new ArrayList<>(firsts.size());
    firsts.forEach(
        (row, first) -> repeats.add(new Repeat(rows[row * WIDTH], rows[row * WIDTH + 1], first)));
    return repeats;
  }

  private static int slot(long[] rows, int row, int slots) {
    return (int) (rows[row * WIDTH] >>> 32) & (slots - 1);
  }

  private static boolean same(long[] rows, int one, int other) {
    return rows[one * WIDTH] == rows[other * WIDTH]
        && rows[one * WIDTH + 1] == rows[other * WIDTH + 1];
  }

  private static long[] joined(List<long[]> chunks) {
    int length = Math.toIntExact(chunks.stream().mapToLong(chunk -> chunk.length).sum());
    long[] all = new long[length];
    int filled = 0;
    for (long[] chunk : chunks) {
      System.arraycopy(chunk, 0, all, filled, chunk.length);
      filled += chunk.length;
    }
    return all;
  }

  /** Gathers rows by the bucket of their hash, until a bucket's chunk is full. */
  static final class Buckets {
    private static final int MEMORY = 32 << 20;
    private static final int MOST_ROWS = 4096;

    private final long[][] chunks;
    private final int[] filled;
    private final int length;

    Buckets(int buckets) {
      this.chunks = new long[buckets][];
      this.filled = new int[buckets];
      this.length =
          WIDTH * Math.max(16, Math.min(MOST_ROWS, MEMORY / (WIDTH * Long.BYTES) / buckets));
    }

    /** The bucket that a hash belongs to. */
    int bucket(long high) {
      return (int) Long.remainderUnsigned(high, chunks.length);
    }

    /** Puts a row into its bucket; whether the bucket's chunk is full now and wants taking. */
    boolean add(int bucket, long high, long low, long id) {
      if (chunks[bucket] == null) {
        chunks[bucket] = new long[length];
      }
      long[] chunk = chunks[bucket];
      int at = filled[bucket];
      chunk[at] = high;
      chunk[at + 1] = low;
      chunk[at + 2] = id;
      filled[bucket] = at + WIDTH;
      return filled[bucket] == length;
    }

    /** Takes what a bucket holds, if only part of a chunk; nothing of it stays. */
    long[] take(int bucket) {
      long[] chunk =
          chunks[bucket] == null ? new long[0] : Arrays.copyOf(chunks[bucket], filled[bucket]);
      chunks[bucket] = null;
      filled[bucket] = 0;
      return chunk;
    }
  }
}
