package dev.holdfast.features.tile;

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

  private static final int DAY = 1;
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
    return new ByDay(new Points(rows), columns(), DAY);
  }

  /** Attributes of a key that became known on a day. */
  private record Known(int day, UnsafeRow values) implements Serializable {}

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
        GroupDays group = days.get(kind);
        UnsafeRow tile = (UnsafeRow) row.getStruct(PAYLOADS + kind, group.fields());
        tiles.get(kind).put(at, tile.copy());
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
      writer.write(DAY, day);
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
