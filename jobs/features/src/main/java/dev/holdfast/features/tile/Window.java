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

  /** Where days and months stand at a point, which is the same for all windows that end there. */
  record End(int day, int indexOfDay, int indexOfBegun, int begunMonths) {
    static End at(int day, DaySeries days, DaySeries months) {
      int begun = Months.startOf(day);
      return new End(day, days.indexOf(day), days.indexOf(begun), months.indexOf(begun));
    }
  }

  /** Finds the runs of the window that ends where a day begins. */
  void moveTo(End end, DaySeries days, DaySeries months) {
    int first = end.day() - length;
    int indexOfFirst = days.indexOf(first);
    newUntil = end.indexOfDay();
    // Months are known by their first days: one is whole if the next one has begun by the end.
    monthFrom = months.indexOf(first);
    monthUntil = Math.max(monthFrom, end.begunMonths());
    oldFrom = indexOfFirst;
    if (monthFrom == monthUntil) {
      newFrom = indexOfFirst;
      oldUntil = indexOfFirst;
    } else {
      newFrom = end.indexOfBegun();
      oldUntil = Math.max(oldFrom, days.indexOf(months.day(monthFrom)));
    }
  }
}
