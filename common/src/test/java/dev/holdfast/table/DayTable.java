package dev.holdfast.table;

import dev.holdfast.job.Sessions;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * A small table of days for tests: two rows of the first day, one of the second and one of the
 * third.
 */
record DayTable(SparkSession spark, Table table) {
  static final StructType SCHEMA = StructType.fromDDL("id INT, day DATE, what STRING");
  static final LocalDate FIRST = LocalDate.parse("2024-01-01");
  static final LocalDate SECOND = LocalDate.parse("2024-01-08");
  static final LocalDate THIRD = LocalDate.parse("2025-01-06");

  static SparkSession session() {
    return Sessions.open(
        "table test",
        Map.of(
            "spark.master", "local[2]",
            "spark.ui.enabled", "false",
            "spark.sql.shuffle.partitions", "2",
            "spark.databricks.delta.snapshotPartitions", "1"));
  }

  /** Writes the table below a folder. */
  static DayTable in(Path folder, SparkSession spark) {
    DayTable days = new DayTable(spark, new Table("table", folder.resolve("table").toString()));
    Commit.replaceDays(
        days.rows(row(1, FIRST, "a"), row(2, FIRST, "b"), row(3, SECOND, "c"), row(4, THIRD, "d")),
        days.table(),
        "day",
        List.of(FIRST, SECOND, THIRD));
    return days;
  }

  // The list beside the log decides what a write removes: it must be what the log says.
  List<String> listed() {
    return paths(Writers.listed(snapshot()).orElseThrow());
  }

  List<String> ofTheLog() {
    return paths(snapshot().allFiles().collectAsList());
  }

  Snapshot snapshot() {
    return DeltaLog.forTable(spark, table.path()).update(false, Option.empty(), Option.empty());
  }

  private static List<String> paths(List<AddFile> files) {
    return files.stream().map(AddFile::path).sorted().toList();
  }

  Dataset<Row> byDelta() {
    return spark.read().format("delta").load(table.path());
  }

  List<Integer> ids() {
    return table.read(spark).collectAsList().stream().map(row -> row.getInt(0)).sorted().toList();
  }

  List<String> texts() {
    return texts(table.read(spark));
  }

  static List<String> texts(Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .map(row -> row.getInt(0) + " " + row.getString(2))
        .sorted()
        .toList();
  }

  Dataset<Row> rows(Row... rows) {
    return spark.createDataFrame(Arrays.asList(rows), SCHEMA);
  }

  static Row row(int id, LocalDate day, String what) {
    return RowFactory.create(id, day == null ? null : Date.valueOf(day), what);
  }
}
