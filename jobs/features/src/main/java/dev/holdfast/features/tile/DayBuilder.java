package dev.holdfast.features.tile;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.datasketches.hll.HllSketch;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Makes the parts of the days of one key from its rows.
 *
 * <p>Values are added in ascending order, whatever the order in which their rows were read: a sum
 * of fractions has the same last bit in every run.
 */
final class DayBuilder {
  /** Registers of a sketch as a power of two: its relative standard error is 1.6 %. */
  static final int SKETCH_LG_K = 12;

  private final List<Part> parts;
  private final Lane[] inputs;
  private final Lane.Longs times = new Lane.Longs();
  private final DaySeries series;
  private int rows;
  private double[] sorted = new double[Lane.FIRST_CAPACITY];

  DayBuilder(TileLayout layout) {
    this.parts = layout.parts();
    this.series = new DaySeries(parts);
    this.inputs = layout.inputs().stream().map(ValueType::lane).toArray(Lane[]::new);
  }

  /** The days of some rows, which may come in any order; they stand until the next are asked. */
  DaySeries days(RowLanes from) {
    // A day and the number of a row in one whole number each, so that numbers are all that is
    // sorted.
    long[] byDay = new long[from.size()];
    for (int row = 0; row < byDay.length; row++) {
      byDay[row] = ((long) from.day(row) << Integer.SIZE) | row;
    }
    Arrays.sort(byDay);
    series.clear();
    for (int index = 0; index < byDay.length; index++) {
      int day = (int) (byDay[index] >> Integer.SIZE);
      add(from, (int) byDay[index]);
      if (index + 1 == byDay.length || (int) (byDay[index + 1] >> Integer.SIZE) != day) {
        finish(day);
      }
    }
    return series;
  }

  private void add(RowLanes from, int row) {
    rows++;
    if (from.times().size() > 0) {
      times.addFrom(from.times(), row);
    }
    for (int input = 0; input < inputs.length; input++) {
      inputs[input].addFrom(from.input(input), row);
    }
  }

  private void finish(int day) {
    series.addDay(day);
    for (int index = 0; index < parts.size(); index++) {
      Part part = parts.get(index);
      if (part.input() == Part.NO_INPUT) {
        ((Lane.Longs) series.lane(index)).add(rows);
      } else {
        add(part, inputs[part.input()], series.lane(index));
      }
    }
    rows = 0;
    times.clear();
    for (Lane input : inputs) {
      input.clear();
    }
  }

  private void add(Part part, Lane from, Lane to) {
    switch (part.kind()) {
      case COUNT -> ((Lane.Longs) to).add(count(from));
      case SUM -> addSum(part, from, to);
      case SQUARES -> ((Lane.Doubles) to).add(squares((Lane.Doubles) from));
      case LEAST -> addAt(extreme(from, -1), from, to);
      case GREATEST -> addAt(extreme(from, 1), from, to);
      case LATEST -> addAt(latest(from), from, to);
      case FREQUENCIES -> addFrequencies((Lane.Objects) from, (Lane.Objects) to);
      case SKETCH -> addSketch((Lane.Objects) from, (Lane.Objects) to);
    }
  }

  private static void addAt(int index, Lane from, Lane to) {
    if (index < 0) {
      to.addNull();
    } else {
      to.addFrom(from, index);
    }
  }

  private static long count(Lane from) {
    long count = 0;
    for (int row = 0; row < from.size(); row++) {
      count += from.isNull(row) ? 0 : 1;
    }
    return count;
  }

  private void addSum(Part part, Lane from, Lane to) {
    switch (part.type().form()) {
      case LONG -> {
        long sum = 0;
        for (int row = 0; row < from.size(); row++) {
          sum += from.isNull(row) ? 0 : ((Lane.Longs) from).get(row);
        }
        ((Lane.Longs) to).add(sum);
      }
      case DOUBLE -> {
        int there = sort((Lane.Doubles) from);
        double sum = 0;
        for (int index = 0; index < there; index++) {
          sum += sorted[index];
        }
        ((Lane.Doubles) to).add(sum);
      }
      case DECIMAL -> {
        Decimal sum = Decimal.apply(0L);
        for (int row = 0; row < from.size(); row++) {
          if (!from.isNull(row)) {
            sum = sum.$plus((Decimal) ((Lane.Objects) from).get(row));
          }
        }
        ((Lane.Objects) to).add(sum);
      }
      case BOOLEAN, BYTE, SHORT, INT, FLOAT, STRING, BINARY, FREQUENCIES ->
          throw new IllegalStateException("No sum of " + part.type());
    }
  }

  private double squares(Lane.Doubles from) {
    int there = sort(from);
    double sum = 0;
    for (int index = 0; index < there; index++) {
      sum += sorted[index];
    }
    double mean = sum / there;
    double squares = 0;
    for (int index = 0; index < there; index++) {
      double difference = sorted[index] - mean;
      squares += difference * difference;
    }
    return there == 0 ? 0 : squares;
  }

  private int sort(Lane.Doubles from) {
    int there = 0;
    for (int row = 0; row < from.size(); row++) {
      if (!from.isNull(row)) {
        if (there == sorted.length) {
          sorted = Arrays.copyOf(sorted, there * 2);
        }
        sorted[there++] = from.get(row);
      }
    }
    if (there > 1) {
      Arrays.sort(sorted, 0, there);
    }
    return there;
  }

  private static int extreme(Lane from, int sign) {
    int best = -1;
    for (int row = 0; row < from.size(); row++) {
      if (!from.isNull(row) && (best < 0 || from.compare(row, best) * sign > 0)) {
        best = row;
      }
    }
    return best;
  }

  private int latest(Lane from) {
    int best = -1;
    for (int row = 0; row < from.size(); row++) {
      if (from.isNull(row)) {
        continue;
      }
      int later = best < 0 ? 1 : times.compare(row, best);
      if (later > 0 || (later == 0 && from.compare(row, best) > 0)) {
        best = row;
      }
    }
    return best;
  }

  private static void addFrequencies(Lane.Objects from, Lane.Objects to) {
    Frequencies frequencies = new Frequencies();
    boolean any = false;
    for (int row = 0; row < from.size(); row++) {
      if (!from.isNull(row)) {
        frequencies.add((UTF8String) from.get(row), 1);
        any = true;
      }
    }
    to.add(any ? frequencies : null);
  }

  private static void addSketch(Lane.Objects from, Lane.Objects to) {
    UTF8String[] texts = new UTF8String[from.size()];
    int there = 0;
    for (int row = 0; row < from.size(); row++) {
      if (!from.isNull(row)) {
        texts[there++] = (UTF8String) from.get(row);
      }
    }
    if (there == 0) {
      to.addNull();
      return;
    }
    Arrays.sort(texts, 0, there, Comparator.naturalOrder());
    HllSketch sketch = new HllSketch(SKETCH_LG_K);
    for (int index = 0; index < there; index++) {
      sketch.update(texts[index].getBytes());
    }
    to.add(sketch.toCompactByteArray());
  }
}
