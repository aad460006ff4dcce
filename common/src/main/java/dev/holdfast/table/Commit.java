package dev.holdfast.table;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Writes to a platform table, each one Delta commit that may be repeated: an append that may have
 * been made before carries the identity of its writer, and a replacement names the days that it
 * owns.
 */
public final class Commit {
  private static final String INDEXED = "delta.dataSkippingNumIndexedCols";

  private Commit() {}

  /**
   * Appends once: a repeated append of the same writer with the same or a smaller number does
   * nothing.
   *
   * @param writer identifies a sequence of appends, such as the batches of one source
   * @param number grows within the sequence
   */
  public static void appendOnce(Dataset<Row> rows, Table table, String writer, long number) {
    if (!gated(rows, table, writer, number)) {
      appended(rows, writer, number).save(table.path());
    }
  }

  // Delta's writer would put the whole log together to look for the one number.
  private static boolean gated(Dataset<Row> rows, Table table, String writer, long number) {
    boolean fits = fits(rows, table);
    if (fits) {
      GatedAppend append =
          new GatedAppend(rows.sparkSession(), table, writer, number, rows.schema(), Map.of());
      if (!append.isDone()) {
        append.write(rows);
        append.commit();
      }
    }
    return fits;
  }

  // A table that is to be made, and columns that it does not have, are the writer's to judge.
  private static boolean fits(Dataset<Row> rows, Table table) {
    SparkSession spark = rows.sparkSession();
    return table.exists(spark)
        && Writers.schema(spark, table).catalogString().equals(rows.schema().catalogString());
  }

  /** Appends what cannot have been appended before, and so need not be looked for in the log. */
  public static void append(Dataset<Row> rows, Table table) {
    rows.write().format("delta").mode(SaveMode.Append).save(table.path());
  }

  /** As {@link #appendOnce}; a table of an earlier version gets the columns that came since. */
  public static void appendOnceOrWiden(Dataset<Row> rows, Table table, String writer, long number) {
    if (!gated(rows, table, writer, number)) {
      appended(rows, writer, number).option("mergeSchema", true).save(table.path());
    }
  }

  private static DataFrameWriter<Row> appended(Dataset<Row> rows, String writer, long number) {
    return rows.write()
        .format("delta")
        .mode(SaveMode.Append)
        .option("txnAppId", writer)
        .option("txnVersion", number);
  }

  /** Replaces all rows of these days, and nothing else, by {@code rows}, which has only them. */
  public static void replaceDays(
      Dataset<Row> rows, Table table, String dayColumn, Collection<LocalDate> days) {
    if (!replacedDays(rows, table, dayColumn, days)) {
      overwrite(rows)
          .option("replaceWhere", isOneOf(dayColumn, days))
          .partitionBy(dayColumn)
          .save(table.path());
    }
  }

  /**
   * As {@link #replaceDays}, for a table of many columns of numbers, whose rows nobody looks for
   * but by their day: the least and greatest values of its columns would cost much and skip
   * nothing.
   *
   * @param key columns in which hardly a value of a day occurs twice
   */
  public static void replaceDaysOfMany(
      Dataset<Row> rows,
      Table table,
      String dayColumn,
      Collection<String> key,
      Collection<LocalDate> days) {
    ManyColumns.during(
        rows,
        key,
        () -> {
          if (!replacedDays(rows, table, dayColumn, days)) {
            overwrite(rows)
                .option("replaceWhere", isOneOf(dayColumn, days))
                .option(INDEXED, 0)
                .partitionBy(dayColumn)
                .save(table.path());
          }
        });
  }

  private static boolean replacedDays(
      Dataset<Row> rows, Table table, String dayColumn, Collection<LocalDate> days) {
    boolean fits = fits(rows, table);
    if (fits) {
      Replacement.ofDays(rows.sparkSession(), table, dayColumn, days).by(rows);
    }
    return fits;
  }

  /**
   * Puts other rows in place of those of some days, which are read and written in one transaction.
   *
   * @param change gives of the rows of these days those that take their place
   */
  public static void rewriteDays(
      SparkSession spark,
      Table table,
      String dayColumn,
      Collection<LocalDate> days,
      UnaryOperator<Dataset<Row>> change) {
    Replacement replacement = Replacement.ofDays(spark, table, dayColumn, days);
    replacement.by(change.apply(replacement.present()));
  }

  /**
   * Puts other rows in place of some, which are read and written in one transaction: of two that
   * change a table at once one fails by Delta's concurrency exception.
   *
   * @param where the SQL condition that the rows meet
   * @param change gives of the rows that meet it, and of all others that are in a file with one,
   *     those that take their place
   */
  public static void rewriteFilesWith(
      SparkSession spark, Table table, String where, UnaryOperator<Dataset<Row>> change) {
    Replacement replacement = Replacement.ofFilesWith(spark, table, where);
    replacement.by(change.apply(replacement.present()));
  }

  /** As {@link #replaceDaysOfMany}, replaces the whole table, columns included. */
  public static void replaceAllOfMany(
      Dataset<Row> rows, Table table, String dayColumn, Collection<String> key) {
    ManyColumns.during(
        rows,
        key,
        () -> {
          if (!replacedAll(rows, table)) {
            overwriteAll(rows, table)
                .option("overwriteSchema", true)
                .option(INDEXED, 0)
                .partitionBy(dayColumn)
                .save(table.path());
          }
        });
  }

  /** Replaces a whole table: for small ones, of which to find the rows to keep costs more. */
  static void replaceAll(Dataset<Row> rows, Table table) {
    if (!replacedAll(rows, table)) {
      overwriteAll(rows, table).save(table.path());
    }
  }

  private static boolean replacedAll(Dataset<Row> rows, Table table) {
    boolean fits = fits(rows, table);
    if (fits) {
      Replacement.ofAll(rows.sparkSession(), table).by(rows);
    }
    return fits;
  }

  // What is there to be replaced is asked of the log even where there is none yet.
  private static DataFrameWriter<Row> overwriteAll(Dataset<Row> rows, Table table) {
    return table.exists(rows.sparkSession())
        ? overwrite(rows)
        : rows.write().format("delta").mode(SaveMode.ErrorIfExists);
  }

  private static DataFrameWriter<Row> overwrite(Dataset<Row> rows) {
    return rows.write().format("delta").mode(SaveMode.Overwrite);
  }

  static String isOneOf(String dayColumn, Collection<LocalDate> days) {
    List<LocalDate> sorted = days.stream().sorted().toList();
    return sorted.stream()
        .map(day -> "DATE'" + day + "'")
        .collect(Collectors.joining(", ", dayColumn + " IN (", ")"));
  }
}
