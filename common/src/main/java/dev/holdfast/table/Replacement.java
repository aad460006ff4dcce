package dev.holdfast.table;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.input_file_name;

import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Rows put in place of some of a table's files, in one commit.
 *
 * <p>What Delta's writer does with {@code replaceWhere}, and its commands that change rows, for
 * tables whose files are listed beside the log: they ask the log for the files by queries that put
 * its whole state together, and that takes longer than to write the few rows of a week. The
 * transaction is told what it depends on as those would have told it, so that two writers of the
 * same files conflict, and those of different days do not. It begins with the version of the table
 * that it finds: rows that depend on what is there are to be made of {@link #present}, and a commit
 * of another to these files in the meantime ends in Delta's concurrency exception.
 */
public final class Replacement {
  private final SparkSession spark;
  private final String where;
  private final OptimisticTransaction transaction;
  private final List<AddFile> replaced;
  private final Predicate<AddFile> allowed;

  private Replacement(
      SparkSession spark,
      String where,
      OptimisticTransaction transaction,
      List<AddFile> replaced,
      Predicate<AddFile> allowed) {
    this.spark = spark;
    this.where = where;
    this.transaction = transaction;
    this.replaced = replaced;
    this.allowed = allowed;
    transaction.trackReadPredicates(seq(List.of(condition())), false, true);
    transaction.trackFilesRead(seq(replaced));
  }

  /** Begins a replacement of all rows. */
  static Replacement ofAll(SparkSession spark, Table table) {
    OptimisticTransaction transaction = begin(spark, table);
    return new Replacement(spark, "true", transaction, files(transaction), file -> true);
  }

  /** Begins a replacement of the rows of some days of a table that is partitioned by days. */
  public static Replacement ofDays(
      SparkSession spark, Table table, String dayColumn, Collection<LocalDate> days) {
    OptimisticTransaction transaction = begin(spark, table);
    Predicate<AddFile> ofDays = file -> Writers.isOf(file, dayColumn, days);
    return new Replacement(
        spark,
        Commit.isOneOf(dayColumn, days),
        transaction,
        files(transaction).stream().filter(ofDays).toList(),
        ofDays);
  }

  /**
   * Begins a replacement of the files that hold rows of some kind, with all rows that are in them.
   *
   * @param where the SQL condition that such rows meet
   */
  static Replacement ofFilesWith(SparkSession spark, Table table, String where) {
    OptimisticTransaction transaction = begin(spark, table);
    List<AddFile> all = files(transaction);
    Set<String> holding =
        Writers.rows(spark, transaction.snapshot(), all)
            .where(expr(where))
            .select(input_file_name())
            .distinct()
            .as(Encoders.STRING())
            .collectAsList()
            .stream()
            .map(Replacement::name)
            .collect(Collectors.toSet());
    return new Replacement(
        spark,
        where,
        transaction,
        all.stream().filter(file -> holding.contains(name(file.path()))).toList(),
        file -> true);
  }

  // Names of data files are unique within a table.
  private static String name(String path) {
    return new Path(URI.create(path)).getName();
  }

  private static OptimisticTransaction begin(SparkSession spark, Table table) {
    return DeltaLog.forTable(spark, table.path()).startTransaction(Option.empty(), Option.empty());
  }

  private static List<AddFile> files(OptimisticTransaction transaction) {
    Optional<List<AddFile>> listed = Writers.listed(transaction.snapshot());
    return listed.orElseGet(() -> transaction.snapshot().allFiles().collectAsList());
  }

  /** All rows of the files that are replaced, as they are where the transaction began. */
  public Dataset<Row> present() {
    return Writers.rows(spark, transaction.snapshot(), replaced);
  }

  /**
   * Writes rows and commits.
   *
   * @param rows of the table's columns, whatever their order
   */
  public void by(Dataset<Row> rows) {
    requireColumns(rows);
    List<Action> actions =
        new ArrayList<>(CollectionConverters.asJava(transaction.writeFiles(rows)));
    for (Action action : actions) {
      if (action instanceof AddFile file && !allowed.test(file)) {
        throw new IllegalArgumentException(
            "Cannot write to %s: among the rows are some that do not meet %s"
                .formatted(transaction.snapshot().deltaLog().dataPath(), where));
      }
    }
    replaced.forEach(file -> actions.add(file.remove()));
    if (!actions.isEmpty()) {
      transaction.commit(seq(actions), WriteOperation.of(SaveMode.Overwrite, Option.apply(where)));
    }
  }

  // What is written by a transaction is not brought to the table's types.
  private void requireColumns(Dataset<Row> rows) {
    Map<String, String> has = columns(transaction.snapshot().schema());
    Map<String, String> given = columns(rows.schema());
    if (!has.equals(given)) {
      throw new IllegalArgumentException(
          "Cannot write to %s: it has the columns %s, and the rows have %s"
              .formatted(transaction.snapshot().deltaLog().dataPath(), has, given));
    }
  }

  private static Map<String, String> columns(StructType schema) {
    return Arrays.stream(schema.fields())
        .collect(
            Collectors.toMap(
                StructField::name,
                field -> field.dataType().catalogString(),
                (one, other) -> one + " and " + other,
                TreeMap::new));
  }

  private Expression condition() {
    try {
      return ((org.apache.spark.sql.classic.SparkSession) spark)
          .sessionState()
          .sqlParser()
          .parseExpression(where);
    } catch (ParseException ours) {
      throw new IllegalStateException(ours);
    }
  }

  private static <T> Seq<T> seq(List<T> values) {
    return CollectionConverters.asScala(values).toSeq();
  }
}
