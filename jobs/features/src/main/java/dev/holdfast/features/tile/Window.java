package dev.holdfast.features.tile;

/**
 * The days of a window as three runs: days of its latest, begun month; whole months between; days
 * of its earliest month. Where no whole month lies between, the first run holds all days.
 */
final class Window {
  private final int length;

  /** The latest days, by their indexes in the series of days. */
  int newFrom;

  int newUntil;

  /** The whole months, by their indexes in the series of months. */
  int monthFrom;

  int monthUntil;

  /** The earliest days, by their indexes in the series of days. */
  int oldFrom;

  int oldUntil;

  Window(int length) {
    this.length = length;
  }

  /** Finds the runs of the window that ends where a day begins. */
  void moveTo(int day, DaySeries days, DaySeries months) {
    int first = day - length;
    newUntil = days.indexOf(day);
    // Months are known by their first days: one is whole if the next one has begun by the end.
    monthFrom = months.indexOf(first);
    monthUntil = months.indexOf(Months.startOf(day));
    if (monthFrom >= monthUntil) {
      monthUntil = monthFrom;
      newFrom = days.indexOf(first);
      oldFrom = newFrom;
      oldUntil = newFrom;
      return;
    }
    newFrom = days.indexOf(Months.startOf(day));
    oldFrom = days.indexOf(first);
    oldUntil = days.indexOf(months.day(monthFrom));
    // A key may have no tile of the window's earliest month, and the series none of its days.
    oldUntil = Math.max(oldFrom, oldUntil);
  }
}
