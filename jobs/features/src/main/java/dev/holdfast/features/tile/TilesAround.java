package dev.holdfast.features.tile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.table.DayFiles;
import dev.holdfast.table.Table;
import dev.holdfast.table.TilesTable;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * The tiles that the windows before some days are composed of. The days of a month are read only
 * where a window begins or ends in it; of all other months the totals do.
 *
 * @param tiles some of them without their days, which are null
 * @param bytes about how much of the table's files is read for them
 */
public record TilesAround(Dataset<Row> tiles, long bytes) {
  // The share of the files of a month that its totals take is one of so many.
  private static final int READ_OF_WHOLE_MONTHS = 3;

  static TilesAround of(
      SparkSession spark, Table table, TileLayout layout, Collection<LocalDate> asked) {
    TreeSet<YearMonth> cut = new TreeSet<>();
    TreeSet<YearMonth> held = new TreeSet<>();
    for (LocalDate day : asked) {
      cut.add(YearMonth.from(day));
      cut.add(YearMonth.from(day.minusDays(1)));
      for (int window : layout.windows()) {
        LocalDate first = day.minusDays(window);
        cut.add(YearMonth.from(first));
        for (YearMonth month = YearMonth.from(first);
            month.isBefore(YearMonth.from(day));
            month = month.plusMonths(1)) {
          held.add(month);
        }
      }
    }
    held.removeAll(cut);
    Map<LocalDate, DayFiles> files = table.filesByDay(spark, TilesTable.MONTH);
    Dataset<Row> withDays = read(spark, table, cut).select(columns(layout, true));
    long bytes = bytesOf(cut, files);
    if (held.isEmpty()) {
      return new TilesAround(withDays, bytes);
    }
    Dataset<Row> totals = read(spark, table, held).select(columns(layout, false));
    return new TilesAround(
        withDays.unionAll(totals), bytes + bytesOf(held, files) / READ_OF_WHOLE_MONTHS);
  }

  static Dataset<Row> read(SparkSession spark, Table table, Collection<YearMonth> months) {
    return table.readDays(
        spark, TilesTable.MONTH, months.stream().map(month -> month.atDay(1)).toList());
  }

  private static Column[] columns(TileLayout layout, boolean withDays) {
    List<Column> columns = new ArrayList<>();
    for (String name : layout.schema().fieldNames()) {
      boolean without = name.equals(TilesTable.DAYS) && !withDays;
      columns.add(without ? lit(null).cast(DataTypes.BinaryType).as(name) : col(name));
    }
    return columns.toArray(Column[]::new);
  }

  static long bytesOf(Collection<YearMonth> months, Map<LocalDate, DayFiles> files) {
    return months.stream()
        .mapToLong(month -> files.getOrDefault(month.atDay(1), DayFiles.NONE).bytes())
        .sum();
  }
}
