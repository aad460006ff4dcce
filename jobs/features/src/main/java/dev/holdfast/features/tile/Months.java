package dev.holdfast.features.tile;

import java.time.LocalDate;
import java.time.YearMonth;

/** First days of months, as Spark counts days, without a calendar for each question. */
final class Months {
  private static final YearMonth FIRST = YearMonth.of(1900, 1);
  private static final double DAYS_OF_A_MONTH = 365.2425 / 12;
  private static final int[] STARTS = new int[300 * 12];

  static {
    for (int month = 0; month < STARTS.length; month++) {
      STARTS[month] = (int) FIRST.plusMonths(month).atDay(1).toEpochDay();
    }
  }

  private Months() {}

  /** The first day of the month that a day lies in. */
  static int startOf(int day) {
    if (day < STARTS[0] || day >= STARTS[STARTS.length - 1]) {
      return (int) LocalDate.ofEpochDay(day).withDayOfMonth(1).toEpochDay();
    }
    // A month has 30.4 days: the guess is at most one month off.
    int month = (int) ((day - STARTS[0]) / DAYS_OF_A_MONTH);
    while (STARTS[month] > day) {
      month--;
    }
    while (STARTS[month + 1] <= day) {
      month++;
    }
    return STARTS[month];
  }

  /** The first day of the month after the one that begins on a day. */
  static int next(int month) {
    return startOf(month + 31);
  }
}
