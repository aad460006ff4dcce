package dev.holdfast.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
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

  /** The size of the files of each day that a table has, by the days that it is partitioned by. */
  static Map<LocalDate, Long> bytesByDay(SparkSession spark, Table table, String dayColumn) {
    Map<LocalDate, Long> bytes = new TreeMap<>();
    snapshot(spark, table)
        .allFiles()
        .toDF()
        .groupBy(col("partitionValues").getItem(dayColumn))
        .agg(sum("size"))
        .collectAsList()
        .forEach(row -> bytes.put(LocalDate.parse(row.getString(0)), row.getLong(1)));
    return bytes;
  }

  private static Snapshot snapshot(SparkSession spark, Table table) {
    return DeltaLog.forTable(spark, table.path()).update(false, Option.empty(), Option.empty());
  }
}
