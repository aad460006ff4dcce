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
 * which the points, tiles and attributes of a key stand together, its tiles in the order of their
 * months.
 *
 * <p>Rows come as {@code key STRUCT, order BIGINT, at DATE, kind INT}, then a struct for the tiles
 * of each group, one for each set of attributes, and an array with the days of points, of which the
 * one that {@code kind} counts is there. {@code at} is the first day of a tile's month, or the day
 * on which attributes became known. A point gives {@code key, day, features..., attributes...}.
 */
final class PointPass implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {
  static final int KEY = 0;
  static final int ORDER = 1;
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

  /** All that is known of one key; serves one after the other. */
  private final class KeyFacts {
    private int[] points = {};
    private final List<GroupDays> days = groups.stream().map(GroupDays::new).toList();
    private final List<List<Known>> known = new ArrayList<>();

    KeyFacts() {
      attributeFields.forEach(fields -> known.add(new ArrayList<>()));
    }

    void clear() {
      points = new int[0];
      days.forEach(GroupDays::clear);
      known.forEach(List::clear);
    }

    void add(InternalRow row) {
      int kind = row.getInt(KIND);
      if (kind == groups.size() + attributeFields.size()) {
        points = row.getArray(PAYLOADS + kind).toIntArray();
        return;
      }
      int at = row.getInt(AT);
      if (kind < groups.size()) {
        // Points are of no month and came before: a key without one is asked for nothing.
        if (points.length > 0) {
          GroupDays group = days.get(kind);
          group.add(at, row.getStruct(PAYLOADS + kind, group.fields()));
        }
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
    private final List<KeyFacts> used = new ArrayList<>();
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
      long hash = hash(waiting);
      while (waiting != null && hash(waiting) == hash) {
        factsOf(waiting).add(waiting);
        waiting = rows.hasNext() ? rows.next() : null;
      }
      done = keys.entrySet().iterator();
      return true;
    }

    private KeyFacts factsOf(InternalRow row) {
      UnsafeRow of = (UnsafeRow) row.getStruct(KEY, keyFields);
      if (lastKey == null || !lastKey.equals(of)) {
        lastKey = of.copy();
        last = keys.get(lastKey);
        if (last == null) {
          last = unused();
          keys.put(lastKey, last);
        }
      }
      return last;
    }

    private KeyFacts unused() {
      if (keys.size() == used.size()) {
        used.add(new KeyFacts());
      }
      KeyFacts next = used.get(keys.size());
      next.clear();
      return next;
    }

    private void begin(Map.Entry<UnsafeRow, KeyFacts> next) {
      key = next.getKey();
      facts = next.getValue();
      point = 0;
      java.util.Arrays.sort(facts.points);
      facts.known.forEach(each -> each.sort(Comparator.comparingInt(Known::day)));
      reached = new int[attributeFields.size()];
    }

    private InternalRow row(int day) {
      writer.reset();
      writer.zeroOutNullBytes();
      writer.write(0, key);
      writer.write(DAY, day);
      int ordinal = FIRST_FEATURE;
      for (GroupDays group : facts.days) {
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

  private static long hash(InternalRow row) {
    return row.getLong(ORDER) >> TilePass.DAY_BITS;
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
