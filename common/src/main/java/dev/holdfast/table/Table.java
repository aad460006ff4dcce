package dev.holdfast.table;

import io.delta.tables.DeltaTable;
import java.time.LocalDate;
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

  public boolean exists(SparkSession spark) {
    return DeltaTable.isDeltaTable(spark, path);
  }

  /** The table as it stands now. */
  public Dataset<Row> read(SparkSession spark) {
    return spark.read().format("delta").load(path);
  }

  /** The table as it stood at a version. */
  public Dataset<Row> read(SparkSession spark, long version) {
    return spark.read().format("delta").option("versionAsOf", version).load(path);
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
