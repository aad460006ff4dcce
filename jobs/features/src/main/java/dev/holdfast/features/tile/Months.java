package dev.holdfast.features.tile;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;

/** First days of months, as Spark counts days, without a calendar for each question. */
final class Months {
  private static final YearMonth FIRST = YearMonth.of(1900, 1);
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
    int found = Arrays.binarySearch(STARTS, day);
    return STARTS[found >= 0 ? found : -found - 2];
  }

  /** The first day of the month after the one that begins on a day. */
  static int next(int month) {
    return startOf(month + 31);
  }
}
