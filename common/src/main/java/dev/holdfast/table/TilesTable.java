package dev.holdfast.table;

/**
 * What happened to a key on the days of one month: the group's key columns, then {@link #MONTH},
 * {@link #DAYS} and {@link #TOTAL}, and for every days-since the first and the latest day before
 * the month. Partitioned by {@link #MONTH}.
 *
 * <p>The days of a month of a key are one value: the days of a year are then twelve rows to read
 * and to move, not two hundred, and none of their numbers has to be taken out of a column of its
 * own.
 */
public final class TilesTable {
  /** The first day of the month (DATE). */
  public static final String MONTH = "month";

  /**
   * The days of the month on which the key has a row, with the partial results of each (BINARY).
   */
  public static final String DAYS = "days";

  /** The same partial results of the month as a whole (BINARY). */
  public static final String TOTAL = "total";

  private TilesTable() {}

  /** The column with the first day before the month that a days-since counts from (DATE). */
  public static String firstBefore(String aggregate) {
    return aggregate + "_first_before";
  }

  /** The column with the latest day before the month that a days-since counts from (DATE). */
  public static String lastBefore(String aggregate) {
    return aggregate + "_last_before";
  }
}
