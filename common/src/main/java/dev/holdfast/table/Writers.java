package dev.holdfast.table;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** What a table's log tells without a look at its rows: who appended, how far, and how much. */
public final class Writers {
  private Writers() {}

  /** The last number of every writer that the table's commits carry; none without a table. */
  public static Map<String, Long> of(SparkSession spark, Table table) {
    Map<String, Long> numbers = new TreeMap<>();
    if (table.exists(spark)) {
      CollectionConverters.asJava(snapshot(spark, table).setTransactions())
          .forEach(each -> numbers.put(each.appId(), each.version()));
    }
    return numbers;
  }

  /** The version of a table's latest commit, without a look at its history. */
  public static long latestVersion(SparkSession spark, Table table) {
    return snapshot(spark, table).version();
  }

  /** The size of a table's present files. */
  static long bytes(SparkSession spark, Table table) {
    return snapshot(spark, table).sizeInBytes();
  }

  /** The files of each day that a table has, by the days that it is partitioned by. */
  static Map<LocalDate, DayFiles> filesByDay(SparkSession spark, Table table, String dayColumn) {
    Map<LocalDate, DayFiles> files = new TreeMap<>();
    for (AddFile file : snapshot(spark, table).allFiles().collectAsList()) {
      Option<Object> rows = file.numLogicalRecords();
      files.merge(
          LocalDate.parse(file.partitionValues().apply(dayColumn)),
          new DayFiles(
              file.size(), rows.isDefined() ? Optional.of((Long) rows.get()) : Optional.empty()),
          DayFiles::and);
    }
    return files;
  }

  private static Snapshot snapshot(SparkSession spark, Table table) {
    return DeltaLog.forTable(spark, table.path()).update(false, Option.empty(), Option.empty());
  }
}
