package dev.holdfast.features.tile;

import java.util.List;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.apache.spark.sql.types.Decimal;

/** What the days of a month amount to, part by part: as one day that were as long. */
final class MonthTotals {
  private final List<Part> parts;

  MonthTotals(List<Part> parts) {
    this.parts = parts;
  }

  /** Appends the total of some days of one month, from the latest to the earliest. */
  void add(DaySeries days, int from, int until, int month, DaySeries totals) {
    totals.addDay(month);
    for (int index = 0; index < parts.size(); index++) {
      Part part = parts.get(index);
      Lane lane = days.lane(index);
      Lane total = totals.lane(index);
      switch (part.kind()) {
        case COUNT, SUM -> addSum(lane, from, until, total);
        case SQUARES -> addSquares(index, days, from, until, (Lane.Doubles) total);
        case LEAST -> addAt(extreme(lane, from, until, -1), lane, total);
        case GREATEST -> addAt(extreme(lane, from, until, 1), lane, total);
        case LATEST -> addAt(latest(lane, from, until), lane, total);
        case FREQUENCIES -> addFrequencies(lane, from, until, (Lane.Objects) total);
        case SKETCH -> addSketch((Lane.Objects) lane, from, until, (Lane.Objects) total);
      }
    }
  }

  private static void addAt(int index, Lane lane, Lane total) {
    if (index < 0) {
      total.addNull();
    } else {
      total.addFrom(lane, index);
    }
  }

  private static void addSum(Lane lane, int from, int until, Lane total) {
    if (lane instanceof Lane.Longs longs) {
      long sum = 0;
      for (int day = until - 1; day >= from; day--) {
        sum += longs.get(day);
      }
      ((Lane.Longs) total).add(sum);
    } else if (lane instanceof Lane.Doubles doubles) {
      double sum = 0;
      for (int day = until - 1; day >= from; day--) {
        sum += doubles.get(day);
      }
      ((Lane.Doubles) total).add(sum);
    } else {
      Decimal sum = Decimal.apply(0L);
      for (int day = until - 1; day >= from; day--) {
        sum = sum.$plus((Decimal) ((Lane.Objects) lane).get(day));
      }
      ((Lane.Objects) total).add(sum);
    }
  }

  private void addSquares(int squares, DaySeries days, int from, int until, Lane.Doubles total) {
    Lane.Longs counts = (Lane.Longs) days.lane(other(squares, Part.Kind.COUNT));
    Lane.Doubles sums = (Lane.Doubles) days.lane(other(squares, Part.Kind.SUM));
    Lane.Doubles within = (Lane.Doubles) days.lane(squares);
    long count = 0;
    double sum = 0;
    for (int day = until - 1; day >= from; day--) {
      count += counts.get(day);
      sum += sums.get(day);
    }
    double mean = count == 0 ? 0 : sum / count;
    double all = 0;
    for (int day = until - 1; day >= from; day--) {
      if (counts.get(day) > 0) {
        double difference = sums.get(day) / counts.get(day) - mean;
        all += within.get(day) + difference * difference * counts.get(day);
      }
    }
    total.add(all);
  }

  private int other(int squares, Part.Kind kind) {
    for (int index = 0; index < parts.size(); index++) {
      Part part = parts.get(index);
      if (part.kind() == kind && part.input() == parts.get(squares).input()) {
        return index;
      }
    }
    throw new IllegalStateException("No " + kind + " beside " + parts.get(squares));
  }

  private static int extreme(Lane lane, int from, int until, int sign) {
    int best = -1;
    for (int day = until - 1; day >= from; day--) {
      if (!lane.isNull(day) && (best < 0 || lane.compare(day, best) * sign > 0)) {
        best = day;
      }
    }
    return best;
  }

  private static int latest(Lane lane, int from, int until) {
    for (int day = until - 1; day >= from; day--) {
      if (!lane.isNull(day)) {
        return day;
      }
    }
    return -1;
  }

  private static void addFrequencies(Lane lane, int from, int until, Lane.Objects total) {
    Frequencies all = new Frequencies();
    for (int day = until - 1; day >= from; day--) {
      if (!lane.isNull(day)) {
        all.add((Frequencies) ((Lane.Objects) lane).get(day));
      }
    }
    total.add(all.isEmpty() ? null : all);
  }

  private static void addSketch(Lane.Objects lane, int from, int until, Lane.Objects total) {
    Union union = null;
    for (int day = until - 1; day >= from; day--) {
      if (!lane.isNull(day)) {
        union = union == null ? new Union(DayBuilder.SKETCH_LG_K) : union;
        union.update(HllSketch.heapify((byte[]) lane.get(day)));
      }
    }
    total.add(union == null ? null : union.getResult(TgtHllType.HLL_4).toCompactByteArray());
  }
}
