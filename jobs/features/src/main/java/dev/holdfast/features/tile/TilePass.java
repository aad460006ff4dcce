package dev.holdfast.features.tile;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/**
 * Makes tiles of rows, and of the tiles that were there before: one pass over a partition in which
 * what belongs to a key stands together, its stored tiles in the order of their months.
 *
 * <p>Rows come as {@code key STRUCT, order BIGINT, tile STRUCT, days ARRAY, times ARRAY, inputs
 * ARRAY...}: either a stored tile of the key (without its key columns), or rows of its source as
 * {@link Gather} puts them together.
 */
final class TilePass implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
  static final int KEY = 0;
  static final int ORDER = 1;
  static final int TILE = 2;
  static final int ROWS = 3;

  /** The bits of {@code order} that hold the day; the others hold the key's hash. */
  static final int DAY_BITS = 20;

  private final TileLayout layout;
  private final Scope scope;

  /**
   * Which months to make, of what.
   *
   * @param months their first days as Spark counts days; all that have rows where empty
   * @param days the days whose rows are all among the input, so that what stored tiles say of them
   *     is void
   * @param through the month up to which a key that ever had a row has a tile, as days since its
   *     first and latest row are told by it; null where the group has no such aggregate
   */
  record Scope(Set<Integer> months, Set<Integer> days, int through) implements Serializable {}

  TilePass(TileLayout layout, Scope scope) {
    this.layout = layout;
    this.scope = scope;
  }

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
    return new Tiles(rows);
  }

  private final class Tiles implements Iterator<InternalRow> {
    private final Iterator<InternalRow> rows;
    private final List<InternalRow> ready = new ArrayList<>();
    private final Map<UnsafeRow, KeyDays> keys = new LinkedHashMap<>();
    private final DayBuilder builder = new DayBuilder(layout);
    private final TileRows tiles = new TileRows(layout);
    private int at;
    private long hash;
    private UnsafeRow lastKey;
    private KeyDays last;

    Tiles(Iterator<InternalRow> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      while (at == ready.size() && (rows.hasNext() || !keys.isEmpty())) {
        ready.clear();
        at = 0;
        advance();
      }
      return at < ready.size();
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.get(at++);
    }

    // Takes rows up to the end of a hash, or of the partition.
    private void advance() {
      while (rows.hasNext()) {
        InternalRow row = rows.next();
        long of = row.getLong(ORDER) >> DAY_BITS;
        if (of != hash) {
          emit();
          hash = of;
        }
        keyOf(row).add(row);
        if (!ready.isEmpty()) {
          return;
        }
      }
      emit();
    }

    // Two keys of one hash stand side by side here.
    private KeyDays keyOf(InternalRow row) {
      UnsafeRow key = (UnsafeRow) row.getStruct(KEY, layout.key().size());
      if (lastKey == null || !lastKey.equals(key)) {
        lastKey = key.copy();
        last = keys.computeIfAbsent(lastKey, each -> new KeyDays(layout, scope, tiles));
      }
      return last;
    }

    private void emit() {
      keys.forEach((key, days) -> days.emit(key, builder, ready));
      keys.clear();
      lastKey = null;
      last = null;
    }
  }
}
