package dev.holdfast.features.tile;

import dev.holdfast.features.tile.TilePass.Scope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/**
 * What is known of one key: rows of its source, its stored tiles, and the tiles that become of
 * them.
 */
final class KeyDays {
  private final TileLayout layout;
  private final Scope scope;
  private final TileRows tiles;
  private final RowLanes rows;
  private final DaySeries stored;
  private final TreeSet<Integer> storedMonths = new TreeSet<>();
  private int firstStored = Integer.MAX_VALUE;
  private final Integer[] before;

  /**
   * Of a key of which nothing is known yet.
   *
   * @param tiles makes the rows of its tiles
   */
  KeyDays(TileLayout layout, Scope scope, TileRows tiles) {
    this.layout = layout;
    this.scope = scope;
    this.tiles = tiles;
    this.rows = new RowLanes(layout);
    this.stored = new DaySeries(layout.parts());
    this.before = new Integer[2 * layout.recent().size()];
  }

  /** Takes a row of {@link TilePass}. */
  void add(InternalRow row) {
    if (row.isNullAt(TilePass.TILE)) {
      rows.addAll(row, TilePass.ROWS);
    } else {
      addStored(row.getStruct(TilePass.TILE, tiles.fields()));
    }
  }

  // Tiles of a key come in the order of their months: the first says what was before them all.
  private void addStored(InternalRow tile) {
    int month = tile.getInt(TileRows.MONTH);
    storedMonths.add(month);
    if (month < firstStored) {
      firstStored = month;
      tiles.readCarried(tile, before);
    }
    tiles.readDays(tile, month, stored);
  }

  /** Makes the tiles of the months that are asked for. */
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
        to.add(tiles.tile(key, month, all, range[0], range[1], before));
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
}
