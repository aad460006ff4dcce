package dev.holdfast.features.tile;

import dev.holdfast.features.tile.TileLayout.Recent;
import dev.holdfast.problem.Features.Function;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;

/** The days and months of one key in one group, and how its features are composed of them. */
final class GroupDays {
  private static final int DAYS = 0;
  private static final int TOTAL = 1;
  private static final int CARRIED = 2;

  private final TileLayout layout;
  private final PackedDays packed;
  private final DaySeries days;
  private final DaySeries months;
  private final List<Composition> compositions = new ArrayList<>();
  private final List<Window> windows = new ArrayList<>();
  private final List<Integer[]> before = new ArrayList<>();

  GroupDays(TileLayout layout) {
    this.layout = layout;
    this.packed = new PackedDays(layout.parts());
    this.days = new DaySeries(layout.parts());
    this.months = new DaySeries(layout.parts());
    layout
        .windowed()
        .forEach(windowed -> compositions.add(new Composition(windowed, days, months)));
    layout.windows().forEach(length -> windows.add(new Window(length)));
  }

  void clear() {
    days.clear();
    months.clear();
    before.clear();
  }

  /** The number of columns of a tile without its key and month. */
  int fields() {
    return CARRIED + 2 * layout.recent().size();
  }

  /** Adds the tile of a month, which is later than those that were added before. */
  void add(int month, InternalRow tile) {
    if (!tile.isNullAt(DAYS)) {
      packed.addDays(tile.getBinary(DAYS), month, days);
    }
    packed.addTotal(tile.getBinary(TOTAL), month, months);
    Integer[] carried = new Integer[2 * layout.recent().size()];
    for (int index = 0; index < carried.length; index++) {
      carried[index] = tile.isNullAt(CARRIED + index) ? null : tile.getInt(CARRIED + index);
    }
    before.add(carried);
  }

  /** Writes the group's features at a day. */
  int write(int day, UnsafeRowWriter row, int first) {
    Window.End end = Window.End.at(day, days, months);
    for (Window window : windows) {
      window.moveTo(end, days, months);
    }
    int ordinal = first;
    for (Composition composition : compositions) {
      for (Window window : windows) {
        composition.write(window, row, ordinal++);
      }
    }
    for (int index = 0; index < layout.recent().size(); index++) {
      Integer reached = reached(index, day);
      if (reached == null) {
        row.setNullAt(ordinal);
      } else {
        row.write(ordinal, day - reached);
      }
      ordinal++;
    }
    return ordinal;
  }

  // Every month since a key's first row has a tile that tells what was before it: the latest one
  // that has begun, and its own days, say all.
  private Integer reached(int index, int day) {
    int month = months.indexOf(day) - 1;
    if (month < 0) {
      return null;
    }
    Recent recent = layout.recent().get(index);
    Lane.Longs counts = (Lane.Longs) days.lane(recent.part());
    int from = days.indexOf(months.day(month));
    int until = days.indexOf(day);
    if (recent.function() == Function.DAYS_SINCE_FIRST) {
      if (before.get(month)[2 * index] != null) {
        return before.get(month)[2 * index];
      }
      for (int each = from; each < until; each++) {
        if (counts.get(each) > 0) {
          return days.day(each);
        }
      }
      return null;
    }
    for (int each = until - 1; each >= from; each--) {
      if (counts.get(each) > 0) {
        return days.day(each);
      }
    }
    return before.get(month)[2 * index + 1];
  }
}
