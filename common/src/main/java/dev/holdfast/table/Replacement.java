package dev.holdfast.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Rows put in place of some of a table's files, in one commit.
 *
 * <p>What Delta's writer does with {@code replaceWhere}, for tables whose files are listed beside
 * the log: the writer asks the log which files to replace by a query that puts its whole state
 * together, and that takes longer than to write the few rows of a week. The transaction is told
 * what it depends on as that query would have told it, so that two writers of the same days
 * conflict, and those of different days do not.
 */
final class Replacement {
  private final String where;
  private final Predicate<AddFile> owned;
  private final DeltaLog log;
  private final OptimisticTransaction transaction;

  /**
   * Begins a replacement.
   *
   * @param where the SQL condition on partition columns that the replaced rows meet
   * @param owned the files of these rows
   */
  Replacement(SparkSession spark, Table table, String where, Predicate<AddFile> owned) {
    this.where = where;
    this.owned = owned;
    this.log = DeltaLog.forTable(spark, table.path());
    this.transaction = log.startTransaction(Option.empty(), Option.empty());
  }

  /**
   * Writes the rows and commits.
   *
   * @return whether it could be done; if not, nothing was
   */
  boolean by(Dataset<Row> rows) {
    Optional<List<AddFile>> listed = Writers.listed(transaction.snapshot());
    if (listed.isEmpty()) {
      return false;
    }
    List<AddFile> replaced = listed.get().stream().filter(owned).toList();
    transaction.trackReadPredicates(seq(List.of(condition(rows.sparkSession()))), true, true);
    transaction.trackFilesRead(seq(replaced));
    List<Action> actions =
        new ArrayList<>(CollectionConverters.asJava(transaction.writeFiles(rows)));
    if (!added(actions).allMatch(owned)) {
      throw new IllegalArgumentException(
          "Cannot write to %s: among the rows are some that do not meet %s"
              .formatted(log.dataPath(), where));
    }
    replaced.forEach(file -> actions.add(file.remove()));
    if (!actions.isEmpty()) {
      transaction.commit(
          seq(actions),
          new DeltaOperations.Write(
              SaveMode.Overwrite,
              Option.empty(),
              Option.apply(where),
              Option.empty(),
              Option.empty(),
              Option.empty(),
              Option.empty(),
              Option.empty(),
              Option.empty()));
    }
    return true;
  }

  private Expression condition(SparkSession spark) {
    try {
      return ((org.apache.spark.sql.classic.SparkSession) spark)
          .sessionState()
          .sqlParser()
          .parseExpression(where);
    } catch (ParseException ours) {
      throw new IllegalStateException(ours);
    }
  }

  private static Stream<AddFile> added(List<Action> actions) {
    return actions.stream().filter(AddFile.class::isInstance).map(AddFile.class::cast);
  }

  private static <T> Seq<T> seq(List<T> values) {
    return CollectionConverters.asScala(values).toSeq();
  }
}
