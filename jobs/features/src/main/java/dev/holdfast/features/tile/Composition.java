package dev.holdfast.features.tile;

import dev.holdfast.features.tile.TileLayout.Windowed;
import dev.holdfast.problem.Features.Function;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.sql.types.Decimal;

/**
 * One aggregate over all of its windows that end at one point, in one walk back over the days of
 * the longest.
 *
 * <p>Days are always taken from the latest to the earliest, and each window is summed anew rather
 * than moved along: a value depends on the days of its window alone, not on what lies before them
 * or on which other points were made in the same run, down to its last bit.
 */
final class Composition {
  private final Windowed aggregate;
  private final int[] ascending;
  private double[] dayMeans = {};
  private int meansMade;

  Composition(Windowed aggregate) {
    this.aggregate = aggregate;
    this.ascending =
        IntStream.range(0, aggregate.windows().size())
            .boxed()
            .sorted((one, other) -> aggregate.windows().get(one) - aggregate.windows().get(other))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  int columns() {
    return ascending.length;
  }

  /**
   * Writes the aggregate of every window.
   *
   * @param lows for each declared window the index of its first day
   * @param high the index behind the last day of all windows
   * @param first the ordinal of the first declared window
   */
  void write(DaySeries days, int[] lows, int high, UnsafeRowWriter row, int first) {
    List<Integer> parts = aggregate.parts();
    Lane lane = days.lane(parts.get(0));
    switch (aggregate.function()) {
      case COUNT -> sums((Lane.Longs) lane, lows, high, row, first);
      case SUM -> {
        switch (aggregate.result().form()) {
          case LONG -> sums((Lane.Longs) lane, lows, high, row, first);
          case DOUBLE -> sums((Lane.Doubles) lane, lows, high, row, first);
          default -> decimals((Lane.Objects) lane, lows, high, row, first);
        }
      }
      case AVG ->
          means((Lane.Longs) lane, (Lane.Doubles) days.lane(parts.get(1)), lows, high, row, first);
      case STDDEV ->
          deviations(
              (Lane.Longs) lane,
              (Lane.Doubles) days.lane(parts.get(1)),
              (Lane.Doubles) days.lane(parts.get(2)),
              lows,
              high,
              row,
              first);
      case MIN -> extremes(lane, -1, lows, high, row, first);
      case MAX -> extremes(lane, 1, lows, high, row, first);
      case LAST -> latest(lane, lows, high, row, first);
      case DISTINCT -> distinct((Lane.Objects) lane, lows, high, row, first);
      case ENTROPY, TOP_SHARE -> frequencies((Lane.Objects) lane, lows, high, row, first);
      case DAYS_SINCE_FIRST, DAYS_SINCE_LAST ->
          throw new IllegalStateException(aggregate.function() + " has no window");
    }
  }

  private void sums(Lane.Longs lane, int[] lows, int high, UnsafeRowWriter row, int first) {
    long[] values = lane.values();
    long sum = 0;
    int index = high;
    for (int window : ascending) {
      for (int low = lows[window]; index > low; ) {
        sum += values[--index];
      }
      row.write(first + window, sum);
    }
  }

  private void sums(Lane.Doubles lane, int[] lows, int high, UnsafeRowWriter row, int first) {
    double[] values = lane.values();
    double sum = 0;
    int index = high;
    for (int window : ascending) {
      for (int low = lows[window]; index > low; ) {
        sum += values[--index];
      }
      row.write(first + window, sum);
    }
  }

  private void decimals(Lane.Objects lane, int[] lows, int high, UnsafeRowWriter row, int first) {
    Lane.Objects sums = new Lane.Objects();
    Decimal sum = Decimal.apply(0L);
    int index = high;
    for (int window : ascending) {
      while (index > lows[window]) {
        index--;
        sum = sum.$plus((Decimal) lane.get(index));
      }
      sums.add(sum);
      aggregate.result().write(sums, sums.size() - 1, row, first + window);
    }
  }

  private void means(
      Lane.Longs counts, Lane.Doubles sums, int[] lows, int high, UnsafeRowWriter row, int first) {
    long[] number = counts.values();
    double[] values = sums.values();
    long count = 0;
    double sum = 0;
    int index = high;
    for (int window : ascending) {
      for (int low = lows[window]; index > low; ) {
        index--;
        count += number[index];
        sum += values[index];
      }
      if (count == 0) {
        row.setNullAt(first + window);
      } else {
        row.write(first + window, sum / count);
      }
    }
  }

  // What values differ from the mean of their day, and days from the mean of the window: the
  // difference of a sum of squares and a squared sum would lose the digits that matter.
  private void deviations(
      Lane.Longs counts,
      Lane.Doubles sums,
      Lane.Doubles squares,
      int[] lows,
      int high,
      UnsafeRowWriter row,
      int first) {
    long[] number = counts.values();
    double[] values = sums.values();
    double[] within = squares.values();
    double[] means = meansOfDays(number, values, high);
    long count = 0;
    double sum = 0;
    int index = high;
    for (int window : ascending) {
      int low = lows[window];
      while (index > low) {
        index--;
        count += number[index];
        sum += values[index];
      }
      if (count < 2) {
        row.setNullAt(first + window);
        continue;
      }
      double mean = sum / count;
      double total = 0;
      for (int day = high - 1; day >= low; day--) {
        double difference = means[day] - mean;
        total += within[day] + difference * difference * number[day];
      }
      row.write(first + window, Math.sqrt(total / (count - 1)));
    }
  }

  // Made once for each day, as a point comes after those before it.
  private double[] meansOfDays(long[] number, double[] values, int high) {
    if (dayMeans.length < high) {
      dayMeans = Arrays.copyOf(dayMeans, number.length);
    }
    for (; meansMade < high; meansMade++) {
      dayMeans[meansMade] = number[meansMade] > 0 ? values[meansMade] / number[meansMade] : 0;
    }
    return dayMeans;
  }

  /** Forgets what was derived of the last key's days. */
  void clear() {
    meansMade = 0;
  }

  private void extremes(Lane lane, int sign, int[] lows, int high, UnsafeRowWriter row, int first) {
    int best = -1;
    int index = high;
    for (int window : ascending) {
      int low = lows[window];
      best =
          lane instanceof Lane.Doubles doubles
              ? extremeOfDoubles(doubles, sign, index, low, best)
              : extreme(lane, sign, index, low, best);
      index = Math.min(index, low);
      writeAt(lane, best, row, first + window);
    }
  }

  // The common case, without a call for every day. NaN is the greatest, as in Spark.
  private static int extremeOfDoubles(
      Lane.Doubles lane, int sign, int from, int low, int bestSoFar) {
    double[] values = lane.values();
    boolean[] missing = lane.missing();
    int best = bestSoFar;
    double extreme = best < 0 ? 0 : values[best];
    for (int index = from - 1; index >= low; index--) {
      double value = values[index];
      if (missing[index]) {
        continue;
      }
      boolean better = sign > 0 ? value > extreme : value < extreme;
      if (best < 0
          || better
          || ((Double.isNaN(value) || Double.isNaN(extreme))
              && Double.compare(value, extreme) * sign > 0)) {
        best = index;
        extreme = value;
      }
    }
    return best;
  }

  private static int extreme(Lane lane, int sign, int from, int low, int bestSoFar) {
    int best = bestSoFar;
    for (int index = from - 1; index >= low; index--) {
      if (!lane.isNull(index) && (best < 0 || lane.compare(index, best) * sign > 0)) {
        best = index;
      }
    }
    return best;
  }

  private void latest(Lane lane, int[] lows, int high, UnsafeRowWriter row, int first) {
    int latest = -1;
    int index = high;
    for (int window : ascending) {
      while (latest < 0 && index > lows[window]) {
        index--;
        latest = lane.isNull(index) ? -1 : index;
      }
      writeAt(lane, latest, row, first + window);
    }
  }

  private void writeAt(Lane lane, int index, UnsafeRowWriter row, int ordinal) {
    if (index < 0) {
      aggregate.result().writeNull(row, ordinal);
    } else {
      aggregate.result().write(lane, index, row, ordinal);
    }
  }

  private void distinct(Lane.Objects lane, int[] lows, int high, UnsafeRowWriter row, int first) {
    Union union = new Union(DayBuilder.SKETCH_LG_K);
    boolean any = false;
    long estimate = 0;
    int index = high;
    for (int window : ascending) {
      boolean changed = false;
      while (index > lows[window]) {
        index--;
        if (!lane.isNull(index)) {
          union.update(HllSketch.heapify((byte[]) lane.get(index)));
          any = true;
          changed = true;
        }
      }
      if (any && changed) {
        estimate = Math.round(union.getResult(TgtHllType.HLL_8).getEstimate());
      }
      row.write(first + window, estimate);
    }
  }

  private void frequencies(
      Lane.Objects lane, int[] lows, int high, UnsafeRowWriter row, int first) {
    Frequencies all = new Frequencies();
    boolean any = false;
    int index = high;
    for (int window : ascending) {
      while (index > lows[window]) {
        index--;
        if (!lane.isNull(index)) {
          all.add((Frequencies) lane.get(index));
          any = true;
        }
      }
      if (!any) {
        row.setNullAt(first + window);
      } else {
        row.write(
            first + window,
            aggregate.function() == Function.ENTROPY ? all.entropy() : all.topShare());
      }
    }
  }
}
