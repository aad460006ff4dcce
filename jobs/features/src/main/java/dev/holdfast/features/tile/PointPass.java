package dev.holdfast.features.tile;

import dev.holdfast.features.tile.TileLayout.Recent;
import dev.holdfast.problem.Features.Function;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;

/**
 * Composes the features of points, a point being a key and a day: one pass over a partition in
 * which the points, tiles and attributes of a key stand together.
 *
 * <p>Rows come as {@code key STRUCT, hash BIGINT, at DATE, kind INT}, then a struct for the tiles
 * of each group, one for each set of attributes, and an array with the days of points, of which the
 * one that {@code kind} counts is there. {@code at} is the first day of a tile's month, or the day
 * on which attributes became known. A point gives {@code key, day, features..., attributes...}.
 */
final class PointPass implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
  static final int KEY = 0;
  static final int HASH = 1;
  static final int AT = 2;
  static final int KIND = 3;
  static final int PAYLOADS = 4;

  private static final int TILE_DAYS = 0;
  private static final int TILE_PARTS = 1;
  private static final int FIRST_FEATURE = 2;

  private final int keyFields;
  private final List<TileLayout> groups;
  private final List<Integer> attributeFields;

  /**
   * Made for some groups and sets of attributes of one key.
   *
   * @param attributeFields the number of columns of each set of attributes
   */
  PointPass(int keyFields, List<TileLayout> groups, List<Integer> attributeFields) {
    this.keyFields = keyFields;
    this.groups = List.copyOf(groups);
    this.attributeFields = List.copyOf(attributeFields);
  }

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> rows) {
    return new Points(rows);
  }

  /** Attributes of a key that became known on a day. */
  private record Known(int day, UnsafeRow values) implements Serializable {}

  /** The days and months of one key in one group, and how its features are composed of them. */
  private static final class GroupDays {
    private final TileLayout layout;
    private final DaySeries days;
    private final DaySeries months;
    private final List<Composition> compositions = new ArrayList<>();
    private final List<Window> windows = new ArrayList<>();
    private final List<Integer[]> before = new ArrayList<>();
    private final int fields;

    GroupDays(TileLayout layout) {
      this.layout = layout;
      this.days = new DaySeries(layout.parts());
      this.months = new DaySeries(layout.parts());
      layout
          .windowed()
          .forEach(windowed -> compositions.add(new Composition(windowed, days, months)));
      layout.windows().forEach(length -> windows.add(new Window(length)));
      this.fields = 1 + 2 * layout.parts().size() + 2 * layout.recent().size();
    }

    void clear() {
      days.clear();
      months.clear();
      before.clear();
    }

    /** Adds the tile of a month, which is later than those that were added before. */
    void add(int month, InternalRow tile) {
      int parts = layout.parts().size();
      if (!tile.isNullAt(TILE_DAYS)) {
        for (int day : tile.getArray(TILE_DAYS).toIntArray()) {
          days.addDay(month + day - 1);
        }
        for (int part = 0; part < parts; part++) {
          layout.parts().get(part).type().readArray(tile, TILE_PARTS + part, days.lane(part));
        }
      }
      months.addDay(month);
      for (int part = 0; part < parts; part++) {
        layout.parts().get(part).type().read(tile, TILE_PARTS + parts + part, months.lane(part));
      }
      Integer[] carried = new Integer[2 * layout.recent().size()];
      for (int index = 0; index < carried.length; index++) {
        int ordinal = TILE_PARTS + 2 * parts + index;
        carried[index] = tile.isNullAt(ordinal) ? null : tile.getInt(ordinal);
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

  /** All that is known of one key. */
  private final class KeyFacts {
    private int[] points = {};
    private final List<Map<Integer, UnsafeRow>> tiles = new ArrayList<>();
    private final List<List<Known>> known = new ArrayList<>();

    KeyFacts() {
      groups.forEach(group -> tiles.add(new java.util.TreeMap<>()));
      attributeFields.forEach(fields -> known.add(new ArrayList<>()));
    }

    void add(InternalRow row, List<GroupDays> days) {
      int kind = row.getInt(KIND);
      if (kind == groups.size() + attributeFields.size()) {
        points = row.getArray(PAYLOADS + kind).toIntArray();
        return;
      }
      int at = row.getInt(AT);
      if (kind < groups.size()) {
        tiles
            .get(kind)
            .put(at, ((UnsafeRow) row.getStruct(PAYLOADS + kind, days.get(kind).fields)).copy());
      } else {
        int set = kind - groups.size();
        UnsafeRow values = (UnsafeRow) row.getStruct(PAYLOADS + kind, attributeFields.get(set));
        known.get(set).add(new Known(at, values.copy()));
      }
    }
  }

  private final class Points implements Iterator<InternalRow> {
    private final Iterator<InternalRow> rows;
    private final Map<UnsafeRow, KeyFacts> keys = new LinkedHashMap<>();
    private final List<GroupDays> days = groups.stream().map(GroupDays::new).toList();
    private final UnsafeRowWriter writer = new UnsafeRowWriter(columns(), 64);
    private UnsafeRow lastKey;
    private KeyFacts last;
    private InternalRow waiting;
    private Iterator<Map.Entry<UnsafeRow, KeyFacts>> done = java.util.Collections.emptyIterator();
    private UnsafeRow key;
    private KeyFacts facts;
    private int point;
    private int[] reached;

    Points(Iterator<InternalRow> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      while (facts == null || point == facts.points.length) {
        if (done.hasNext()) {
          begin(done.next());
        } else if (!collect()) {
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
      return row(facts.points[point++]);
    }

    // The keys of the next hash, of which there is nearly always one.
    private boolean collect() {
      facts = null;
      keys.clear();
      lastKey = null;
      if (waiting == null && rows.hasNext()) {
        waiting = rows.next();
      }
      if (waiting == null) {
        return false;
      }
      long hash = waiting.getLong(HASH);
      while (waiting != null && waiting.getLong(HASH) == hash) {
        factsOf(waiting).add(waiting, days);
        waiting = rows.hasNext() ? rows.next() : null;
      }
      done = keys.entrySet().iterator();
      return true;
    }

    private KeyFacts factsOf(InternalRow row) {
      UnsafeRow of = (UnsafeRow) row.getStruct(KEY, keyFields);
      if (lastKey == null || !lastKey.equals(of)) {
        lastKey = of.copy();
        last = keys.computeIfAbsent(lastKey, each -> new KeyFacts());
      }
      return last;
    }

    private void begin(Map.Entry<UnsafeRow, KeyFacts> next) {
      key = next.getKey();
      facts = next.getValue();
      point = 0;
      java.util.Arrays.sort(facts.points);
      for (int group = 0; group < days.size(); group++) {
        GroupDays of = days.get(group);
        of.clear();
        facts.tiles.get(group).forEach(of::add);
      }
      facts.known.forEach(each -> each.sort(Comparator.comparingInt(Known::day)));
      reached = new int[attributeFields.size()];
    }

    private InternalRow row(int day) {
      writer.reset();
      writer.zeroOutNullBytes();
      writer.write(0, key);
      writer.write(1, day);
      int ordinal = FIRST_FEATURE;
      for (GroupDays group : days) {
        ordinal = group.write(day, writer, ordinal);
      }
      for (int set = 0; set < reached.length; set++) {
        List<Known> versions = facts.known.get(set);
        while (reached[set] < versions.size() && versions.get(reached[set]).day() < day) {
          reached[set]++;
        }
        if (reached[set] == 0) {
          writer.setNullAt(ordinal);
        } else {
          writer.write(ordinal, versions.get(reached[set] - 1).values());
        }
        ordinal++;
      }
      return writer.getRow();
    }
  }

  private int columns() {
    int columns = FIRST_FEATURE + attributeFields.size();
    for (TileLayout group : groups) {
      columns += group.windowed().stream().mapToInt(each -> each.windows().size()).sum();
      columns += group.recent().size();
    }
    return columns;
  }
}
