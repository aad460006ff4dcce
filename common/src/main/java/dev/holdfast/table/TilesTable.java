package dev.holdfast.table;

/**
 * What happened to a key on the days of one month: the group's key columns, then {@link #MONTH},
 * {@link #DAYS}, for every partial result an array with one value for each of those days, then the
 * same of the month as a whole, and for every days-since the first and the latest day before the
 * month. Partitioned by {@link #MONTH}.
 *
 * <p>Arrays keep a month of a key in one row: the days of a year are then twelve rows to read and
 * to move, not two hundred. {@code explode(arrays_zip(days, ...))} gives a row per day.
 */
public final class TilesTable {
  /** The first day of the month (DATE). */
  public static final String MONTH = "month";

  /** The days of the month, from 1, on which the key has a row, ascending (ARRAY of INT). */
  public static final String DAYS = "days";

  private TilesTable() {}

  /** The column with a partial result of the whole month. */
  public static String ofMonth(String column) {
    return column + "_of_month";
  }

  /** The column with the first day before the month that a days-since counts from (DATE). */
  public static String firstBefore(String aggregate) {
    return aggregate + "_first_before";
  }

  /** The column with the latest day before the month that a days-since counts from (DATE). */
  public static String lastBefore(String aggregate) {
    return aggregate + "_last_before";
  }
}
