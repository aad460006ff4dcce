package dev.holdfast.table;

import static org.apache.spark.sql.functions.col;

import io.delta.tables.DeltaTable;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A Delta table of the platform.
 *
 * @param name its name in the ledger and in messages, for example {@code raw.calls}
 * @param path where it lies
 */
public record Table(String name, String path) {
  // To ask the log which files hold what is wanted takes as long as to open so many.
  private static final int FEW_FILES = 100;

  public boolean exists(SparkSession spark) {
    return DeltaTable.isDeltaTable(spark, path);
  }

  /**
   * The table as it stands now. What is committed later is not seen: rows that are read to be
   * changed are those of {@link Replacement#present}.
   */
  public Dataset<Row> read(SparkSession spark) {
    return Writers.rowsOfFew(spark, this, FEW_FILES)
        .orElseGet(() -> spark.read().format("delta").load(path));
  }

  /** The table as it stood at a version. */
  public Dataset<Row> read(SparkSession spark, long version) {
    return spark.read().format("delta").option("versionAsOf", version).load(path);
  }

  /** As {@link #read}, for who looks at all files anyway: the log is not asked which to skip. */
  public Dataset<Row> readAll(SparkSession spark) {
    return Writers.rows(spark, this, file -> true).orElseGet(() -> read(spark));
  }

  /** The rows of some days of a table partitioned by days, as it stands now. */
  public Dataset<Row> readDays(SparkSession spark, String dayColumn, Collection<LocalDate> days) {
    return Writers.rows(spark, this, file -> Writers.isOf(file, dayColumn, days))
        .orElseGet(
            () ->
                read(spark).where(col(dayColumn).isin(days.stream().map(Date::valueOf).toArray())));
  }

  /**
   * As {@link #read}, without files that hold no row of some days. Rows of other days are still
   * among those that are read.
   *
   * @param time a DATE or TIMESTAMP column
   * @param first the first of the days
   * @param end the day after the last
   */
  public Dataset<Row> readAround(SparkSession spark, String time, LocalDate first, LocalDate end) {
    return Writers.rows(spark, this, file -> FileDays.mayHold(file.stats(), time, first, end))
        .orElseGet(() -> read(spark));
  }

  /**
   * Reads what a replacement of days will ask of the log. It asks anyway; but the jobs that find it
   * keep one core busy, and may as well run beside others.
   */
  public void readLog(SparkSession spark) {
    Writers.readLog(spark, this);
  }

  /** The version of its latest commit. */
  public long version(SparkSession spark) {
    return Writers.latestVersion(spark, this);
  }

  /** The size of its present files. */
  public long bytes(SparkSession spark) {
    return Writers.bytes(spark, this);
  }

  /**
   * The days that a table partitioned by days has, ascending, with the files of each; none without
   * a table. It is the log that is asked, not the rows.
   */
  public Map<LocalDate, DayFiles> filesByDay(SparkSession spark, String dayColumn) {
    return exists(spark) ? Writers.filesByDay(spark, this, dayColumn) : Map.of();
  }
}
