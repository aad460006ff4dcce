package dev.holdfast.features;

import static org.apache.spark.sql.functions.expr;

import java.time.Period;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.Column;

/** Moments moved by periods, in Spark's calendar arithmetic. */
final class Intervals {

  private Intervals() {}

  /** A timestamp later by a period; months keep the day of the month where they can. */
  static Column later(Column moment, Period period) {
    Column moved = moment;
    if (period.toTotalMonths() != 0) {
      moved = moved.plus(expr("make_ym_interval(0, %d)".formatted(period.toTotalMonths())));
    }
    long days = period.get(ChronoUnit.DAYS);
    if (days != 0) {
      moved = moved.plus(expr("make_dt_interval(%d)".formatted(days)));
    }
    return moved;
  }
}
