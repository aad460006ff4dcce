package dev.holdfast.features.tile;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;

/**
 * Writes and reads rows of the table of tiles: {@code key..., month DATE, days BINARY, total
 * BINARY, carried DATE...}. Serves one task, whose memory it uses again for every row.
 */
final class TileRows {
  /** Where columns stand behind those of the key. */
  static final int MONTH = 0;

  private static final int DAYS = 1;
  private static final int TOTAL = 2;
  private static final int CARRIED = 3;

  private final TileLayout layout;
  private final PackedDays packed;
  private final MonthTotals totals;
  private final DaySeries total;
  private final int fields;

  TileRows(TileLayout layout) {
    this.layout = layout;
    this.packed = new PackedDays(layout.parts());
    this.totals = new MonthTotals(layout.parts());
    this.total = new DaySeries(layout.parts());
    this.fields = CARRIED + 2 * layout.recent().size();
  }

  /** The number of columns without those of the key. */
  int fields() {
    return fields;
  }

  /**
   * The tile of a month.
   *
   * @param days of which those from one index up to another are of the month
   * @param carried the first and latest day before the month of each that is counted from
   */
  InternalRow tile(
      UnsafeRow key, int month, DaySeries days, int from, int until, Integer[] carried) {
    int keys = layout.key().size();
    Object[] values = new Object[keys + fields];
    for (int column = 0; column < keys; column++) {
      values[column] = key.get(column, layout.keySchema().fields()[column].dataType());
    }
    values[keys + MONTH] = month;
    values[keys + DAYS] = packed.days(days, from, until, month);
    total.clear();
    totals.add(days, from, until, month, total);
    values[keys + TOTAL] = packed.total(total);
    System.arraycopy(carried, 0, values, keys + CARRIED, carried.length);
    return new GenericInternalRow(values);
  }

  /** Appends the days of a tile that stands without its key. */
  void readDays(InternalRow tile, int month, DaySeries to) {
    packed.addDays(tile.getBinary(DAYS), month, to);
  }

  /** Reads what a tile that stands without its key carries from the months before. */
  void readCarried(InternalRow tile, Integer[] to) {
    for (int index = 0; index < to.length; index++) {
      to[index] = tile.isNullAt(CARRIED + index) ? null : tile.getInt(CARRIED + index);
    }
  }
}
