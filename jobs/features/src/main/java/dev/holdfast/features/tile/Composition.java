package dev.holdfast.features.tile;

import dev.holdfast.features.tile.TileLayout.Windowed;
import dev.holdfast.problem.Features.Function;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.sql.types.Decimal;

/**
 * One aggregate over the windows that end at a point: of the days of begun months, and of the
 * totals of whole ones.
 *
 * <p>Days and months are always taken from the latest to the earliest, and each window is composed
 * anew rather than moved along: a value depends on what the window holds alone, not on what lies
 * before it or on which other points were made in the same run, down to its last bit.
 */
final class Composition {
  private final Windowed aggregate;
  private final Lane[] days;
  private final Lane[] months;

  Composition(Windowed aggregate, DaySeries days, DaySeries months) {
    this.aggregate = aggregate;
    this.days = aggregate.parts().stream().map(days::lane).toArray(Lane[]::new);
    this.months = aggregate.parts().stream().map(months::lane).toArray(Lane[]::new);
  }

  /** Writes the aggregate over a window. */
  void write(Window window, UnsafeRowWriter row, int ordinal) {
    switch (aggregate.function()) {
      case COUNT -> row.write(ordinal, longs(0, window));
      case SUM -> {
        switch (aggregate.result().form()) {
          case LONG -> row.write(ordinal, longs(0, window));
          case DOUBLE -> row.write(ordinal, doubles(0, window));
          default -> decimals(window, row, ordinal);
        }
      }
      case AVG -> {
        long count = longs(0, window);
        if (count == 0) {
          row.setNullAt(ordinal);
        } else {
          row.write(ordinal, doubles(1, window) / count);
        }
      }
      case STDDEV -> deviation(window, row, ordinal);
      case MIN -> extreme(-1, window, row, ordinal);
      case MAX -> extreme(1, window, row, ordinal);
      case LAST -> latest(window, row, ordinal);
      case DISTINCT -> row.write(ordinal, distinct(window));
      case ENTROPY, TOP_SHARE -> frequencies(window, row, ordinal);
      case DAYS_SINCE_FIRST, DAYS_SINCE_LAST ->
          throw new IllegalStateException(aggregate.function() + " has no window");
    }
  }

  private long longs(int part, Window window) {
    long[] ofDays = ((Lane.Longs) days[part]).values();
    long[] ofMonths = ((Lane.Longs) months[part]).values();
    long sum = 0;
    for (int day = window.newUntil - 1; day >= window.newFrom; day--) {
      sum += ofDays[day];
    }
    for (int month = window.monthUntil - 1; month >= window.monthFrom; month--) {
      sum += ofMonths[month];
    }
    for (int day = window.oldUntil - 1; day >= window.oldFrom; day--) {
      sum += ofDays[day];
    }
    return sum;
  }

  private double doubles(int part, Window window) {
    double[] ofDays = ((Lane.Doubles) days[part]).values();
    double[] ofMonths = ((Lane.Doubles) months[part]).values();
    double sum = 0;
    for (int day = window.newUntil - 1; day >= window.newFrom; day--) {
      sum += ofDays[day];
    }
    for (int month = window.monthUntil - 1; month >= window.monthFrom; month--) {
      sum += ofMonths[month];
    }
    for (int day = window.oldUntil - 1; day >= window.oldFrom; day--) {
      sum += ofDays[day];
    }
    return sum;
  }

  private void decimals(Window window, UnsafeRowWriter row, int ordinal) {
    Decimal sum = Decimal.apply(0L);
    for (int day = window.newUntil - 1; day >= window.newFrom; day--) {
      sum = sum.$plus((Decimal) ((Lane.Objects) days[0]).get(day));
    }
    for (int month = window.monthUntil - 1; month >= window.monthFrom; month--) {
      sum = sum.$plus((Decimal) ((Lane.Objects) months[0]).get(month));
    }
    for (int day = window.oldUntil - 1; day >= window.oldFrom; day--) {
      sum = sum.$plus((Decimal) ((Lane.Objects) days[0]).get(day));
    }
    Lane.Objects result = new Lane.Objects();
    result.add(sum);
    aggregate.result().write(result, 0, row, ordinal);
  }

  // What values differ from the mean of their day or month, and those from the mean of the window:
  // the difference of a sum of squares and a squared sum would lose the digits that matter.
  private void deviation(Window window, UnsafeRowWriter row, int ordinal) {
    long count = longs(0, window);
    if (count < 2) {
      row.setNullAt(ordinal);
      return;
    }
    double mean = doubles(1, window) / count;
    double squares =
        squares(days, window.newFrom, window.newUntil, mean)
            + squares(months, window.monthFrom, window.monthUntil, mean)
            + squares(days, window.oldFrom, window.oldUntil, mean);
    row.write(ordinal, Math.sqrt(squares / (count - 1)));
  }

  private static double squares(Lane[] lanes, int from, int until, double mean) {
    long[] counts = ((Lane.Longs) lanes[0]).values();
    double[] sums = ((Lane.Doubles) lanes[1]).values();
    double[] within = ((Lane.Doubles) lanes[2]).values();
    double squares = 0;
    for (int index = until - 1; index >= from; index--) {
      long count = counts[index];
      // Of a single value, which most days have, the sum is the mean.
      if (count == 1) {
        double difference = sums[index] - mean;
        squares += difference * difference;
      } else if (count > 1) {
        double difference = sums[index] / count - mean;
        squares += within[index] + difference * difference * count;
      }
    }
    return squares;
  }

  private void extreme(int sign, Window window, UnsafeRowWriter row, int ordinal) {
    int newest = extreme(days[0], window.newFrom, window.newUntil, sign);
    int month = extreme(months[0], window.monthFrom, window.monthUntil, sign);
    int oldest = extreme(days[0], window.oldFrom, window.oldUntil, sign);
    if (oldest >= 0 && (newest < 0 || days[0].compare(oldest, newest) * sign > 0)) {
      newest = oldest;
    }
    if (month >= 0 && (newest < 0 || months[0].compareTo(month, days[0], newest) * sign > 0)) {
      aggregate.result().write(months[0], month, row, ordinal);
    } else {
      writeAt(days[0], newest, row, ordinal);
    }
  }

  private static int extreme(Lane lane, int from, int until, int sign) {
    return lane instanceof Lane.Doubles doubles
        ? extremeOfDoubles(doubles, from, until, sign)
        : extremeOfAny(lane, from, until, sign);
  }

  // The common case, without a call for every day.
  private static int extremeOfDoubles(Lane.Doubles lane, int from, int until, int sign) {
    double[] values = lane.values();
    int best = -1;
    double bestValue = 0;
    for (int index = until - 1; index >= from; index--) {
      double value = values[index];
      // What is missing is stored as 0.
      if (value == 0 && lane.isNull(index)) {
        continue;
      }
      boolean better = sign > 0 ? value > bestValue : value < bestValue;
      boolean unordered = Double.isNaN(value) || Double.isNaN(bestValue);
      if (best < 0 || better || (unordered && lane.compare(index, best) * sign > 0)) {
        best = index;
        bestValue = value;
      }
    }
    return best;
  }

  private static int extremeOfAny(Lane lane, int from, int until, int sign) {
    int best = -1;
    for (int index = until - 1; index >= from; index--) {
      if (!lane.isNull(index) && (best < 0 || lane.compare(index, best) * sign > 0)) {
        best = index;
      }
    }
    return best;
  }

  private void latest(Window window, UnsafeRowWriter row, int ordinal) {
    int newest = latest(days[0], window.newFrom, window.newUntil);
    if (newest >= 0) {
      aggregate.result().write(days[0], newest, row, ordinal);
      return;
    }
    int month = latest(months[0], window.monthFrom, window.monthUntil);
    if (month >= 0) {
      aggregate.result().write(months[0], month, row, ordinal);
    } else {
      writeAt(days[0], latest(days[0], window.oldFrom, window.oldUntil), row, ordinal);
    }
  }

  private static int latest(Lane lane, int from, int until) {
    for (int index = until - 1; index >= from; index--) {
      if (!lane.isNull(index)) {
        return index;
      }
    }
    return -1;
  }

  private void writeAt(Lane lane, int index, UnsafeRowWriter row, int ordinal) {
    if (index < 0) {
      aggregate.result().writeNull(row, ordinal);
    } else {
      aggregate.result().write(lane, index, row, ordinal);
    }
  }

  private long distinct(Window window) {
    Union union = new Union(DayBuilder.SKETCH_LG_K);
    unite(days[0], window.newFrom, window.newUntil, union);
    unite(months[0], window.monthFrom, window.monthUntil, union);
    unite(days[0], window.oldFrom, window.oldUntil, union);
    return union.isEmpty() ? 0 : Math.round(union.getResult(TgtHllType.HLL_8).getEstimate());
  }

  private static void unite(Lane lane, int from, int until, Union union) {
    for (int index = until - 1; index >= from; index--) {
      if (!lane.isNull(index)) {
        union.update(HllSketch.heapify((byte[]) ((Lane.Objects) lane).get(index)));
      }
    }
  }

  private void frequencies(Window window, UnsafeRowWriter row, int ordinal) {
    Frequencies all = new Frequencies();
    gather(days[0], window.newFrom, window.newUntil, all);
    gather(months[0], window.monthFrom, window.monthUntil, all);
    gather(days[0], window.oldFrom, window.oldUntil, all);
    if (all.isEmpty()) {
      row.setNullAt(ordinal);
    } else {
      row.write(ordinal, aggregate.function() == Function.ENTROPY ? all.entropy() : all.topShare());
    }
  }

  private static void gather(Lane lane, int from, int until, Frequencies all) {
    for (int index = until - 1; index >= from; index--) {
      if (!lane.isNull(index)) {
        all.add((Frequencies) ((Lane.Objects) lane).get(index));
      }
    }
  }
}
