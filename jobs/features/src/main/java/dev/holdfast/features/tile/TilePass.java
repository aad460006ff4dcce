package dev.holdfast.features.tile;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
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

  private static final int TILE_MONTH = 0;
  private static final int TILE_DAYS = 1;
  private static final int TILE_PARTS = 2;

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

  /** What is known of a key so far. */
  private final class KeyDays {
    private final MonthTotals totals = new MonthTotals(layout.parts());
    private final RowLanes rows = new RowLanes(layout);
    private final DaySeries stored = new DaySeries(layout.parts());
    private final TreeSet<Integer> storedMonths = new TreeSet<>();
    private int firstStored = Integer.MAX_VALUE;
    private Integer[] before = new Integer[2 * layout.recent().size()];

    void add(InternalRow row) {
      if (row.isNullAt(TILE)) {
        rows.addAll(row, ROWS);
      } else {
        addStored(row.getStruct(TILE, layout.schema().size() - layout.key().size()));
      }
    }

    // Tiles of a key come in the order of their months: the first says what was before them all.
    private void addStored(InternalRow tile) {
      int month = tile.getInt(TILE_MONTH);
      storedMonths.add(month);
      if (month < firstStored) {
        firstStored = month;
        int carried = TILE_PARTS + 2 * layout.parts().size();
        for (int index = 0; index < before.length; index++) {
          before[index] = tile.isNullAt(carried + index) ? null : tile.getInt(carried + index);
        }
      }
      int[] days = tile.getArray(TILE_DAYS).toIntArray();
      for (int day : days) {
        stored.addDay(month + day - 1);
      }
      for (int part = 0; part < layout.parts().size(); part++) {
        layout.parts().get(part).type().readArray(tile, TILE_PARTS + part, stored.lane(part));
      }
    }

    void emit(UnsafeRow key, DayBuilder builder, List<InternalRow> to) {
      DaySeries all = merged(builder.days(rows));
      Map<Integer, int[]> ranges = ranges(all);
      boolean carries = !layout.recent().isEmpty();
      TreeSet<Integer> months = new TreeSet<>(ranges.keySet());
      if (carries && (!months.isEmpty() || !storedMonths.isEmpty())) {
        int from = months.isEmpty() ? storedMonths.first() : months.first();
        if (!storedMonths.isEmpty()) {
          from = Math.min(from, storedMonths.first());
        }
        for (int month = from; month <= scope.through(); month = Months.next(month)) {
          months.add(month);
        }
      }
      for (int month : months) {
        int[] range = ranges.getOrDefault(month, new int[] {0, 0});
        boolean known = range[1] > range[0] || anyBefore();
        if (known && (scope.months().isEmpty() || scope.months().contains(month))) {
          to.add(tile(key, month, all, range[0], range[1]));
        }
        carry(all, range[0], range[1]);
      }
    }

    private boolean anyBefore() {
      for (Integer day : before) {
        if (day != null) {
          return true;
        }
      }
      return false;
    }

    private DaySeries merged(DaySeries fresh) {
      if (stored.size() == 0) {
        return fresh;
      }
      DaySeries all = new DaySeries(layout.parts());
      int next = 0;
      for (int index = 0; index < stored.size(); index++) {
        int day = stored.day(index);
        if (scope.days().contains(day)) {
          continue;
        }
        while (next < fresh.size() && fresh.day(next) < day) {
          all.addFrom(fresh, next++);
        }
        all.addFrom(stored, index);
      }
      while (next < fresh.size()) {
        all.addFrom(fresh, next++);
      }
      return all;
    }

    private Map<Integer, int[]> ranges(DaySeries all) {
      Map<Integer, int[]> ranges = new TreeMap<>();
      int from = 0;
      while (from < all.size()) {
        int month = Months.startOf(all.day(from));
        int end = Months.next(month);
        int until = from;
        while (until < all.size() && all.day(until) < end) {
          until++;
        }
        ranges.put(month, new int[] {from, until});
        from = until;
      }
      return ranges;
    }

    private void carry(DaySeries all, int from, int until) {
      for (int each = 0; each < layout.recent().size(); each++) {
        Lane.Longs counts = (Lane.Longs) all.lane(layout.recent().get(each).part());
        for (int index = from; index < until; index++) {
          if (counts.get(index) > 0) {
            before[2 * each] = before[2 * each] == null ? all.day(index) : before[2 * each];
            before[2 * each + 1] = all.day(index);
          }
        }
      }
    }

    private InternalRow tile(UnsafeRow key, int month, DaySeries all, int from, int until) {
      int keys = layout.key().size();
      Object[] values = new Object[layout.schema().size()];
      for (int column = 0; column < keys; column++) {
        values[column] = key.get(column, layout.keySchema().fields()[column].dataType());
      }
      values[keys] = month;
      int[] days = new int[until - from];
      for (int index = from; index < until; index++) {
        days[index - from] = all.day(index) - month + 1;
      }
      values[keys + 1] = UnsafeArrayData.fromPrimitiveArray(days);
      for (int part = 0; part < layout.parts().size(); part++) {
        values[keys + 2 + part] =
            layout.parts().get(part).type().array(all.lane(part), from, until);
      }
      DaySeries total = new DaySeries(layout.parts());
      totals.add(all, from, until, month, total);
      for (int part = 0; part < layout.parts().size(); part++) {
        values[keys + 2 + layout.parts().size() + part] =
            layout.parts().get(part).type().value(total.lane(part), 0);
      }
      int carried = keys + 2 + 2 * layout.parts().size();
      System.arraycopy(before, 0, values, carried, before.length);
      return new GenericInternalRow(values);
    }
  }

  private final class Tiles implements Iterator<InternalRow> {
    private final Iterator<InternalRow> rows;
    private final List<InternalRow> ready = new ArrayList<>();
    private final Map<UnsafeRow, KeyDays> keys = new LinkedHashMap<>();
    private final DayBuilder builder = new DayBuilder(layout);
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
        last = keys.computeIfAbsent(lastKey, each -> new KeyDays());
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
