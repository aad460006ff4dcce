package dev.holdfast.features.tile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.table.DayFiles;
import dev.holdfast.table.Table;
import dev.holdfast.table.TilesTable;
import java.sql.Date;
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
    Dataset<Row> all = table.read(spark);
    Dataset<Row> withDays = all.where(isOneOf(cut));
    long bytes = bytesOf(cut, files);
    if (held.isEmpty()) {
      return new TilesAround(withDays, bytes);
    }
    List<Column> columns = new ArrayList<>();
    for (String name : layout.schema().fieldNames()) {
      columns.add(
          name.equals(TilesTable.DAYS) ? lit(null).cast(DataTypes.BinaryType).as(name) : col(name));
    }
    Dataset<Row> totals = all.where(isOneOf(held)).select(columns.toArray(Column[]::new));
    return new TilesAround(
        withDays.unionAll(totals), bytes + bytesOf(held, files) / READ_OF_WHOLE_MONTHS);
  }

  static long bytesOf(Collection<YearMonth> months, Map<LocalDate, DayFiles> files) {
    return months.stream()
        .mapToLong(month -> files.getOrDefault(month.atDay(1), DayFiles.NONE).bytes())
        .sum();
  }

  static Column isOneOf(Collection<YearMonth> months) {
    return col(TilesTable.MONTH)
        .isin(months.stream().map(month -> Date.valueOf(month.atDay(1))).toArray());
  }
}
