package dev.holdfast.table;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** What a table's log tells without a look at its rows: who appended, how far, and how much. */
public final class Writers {
  private Writers() {}

  /** The last number of every writer that the table's commits carry; none without a table. */
  public static Map<String, Long> of(SparkSession spark, Table table) {
    Map<String, Long> numbers = new TreeMap<>();
    if (table.exists(spark)) {
      Snapshot snapshot = snapshot(spark, table);
      noted(snapshot)
          .orElseGet(() -> CollectionConverters.asJava(snapshot.setTransactions()))
          .forEach(each -> numbers.put(each.appId(), each.version()));
    }
    return numbers;
  }

  /**
   * The writers' numbers as a commit of a table of not too many of them leaves them beside the log;
   * where it does not, the whole log is to be put together, by queries that take a second.
   */
  static Optional<List<SetTransaction>> noted(Snapshot snapshot) {
    // Not setTransactionsIfKnown, which puts the log together too.
    return beside(snapshot, VersionChecksum::setTransactions);
  }

  /** The version of a table's latest commit, without a look at its history. */
  public static long latestVersion(SparkSession spark, Table table) {
    return snapshot(spark, table).version();
  }

  /** The columns of a table. */
  static StructType schema(SparkSession spark, Table table) {
    return snapshot(spark, table).schema();
  }

  /** The size of a table's present files. */
  static long bytes(SparkSession spark, Table table) {
    Snapshot snapshot = snapshot(spark, table);
    Option<VersionChecksum> known = snapshot.checksumOpt();
    return known.isDefined() ? known.get().tableSizeBytes() : snapshot.sizeInBytes();
  }

  /**
   * Puts together the state of a table that a replacement of some of its days asks for; the files
   * of a table of few are listed beside its log, and nothing need be put together.
   */
  static void readLog(SparkSession spark, Table table) {
    Snapshot snapshot = snapshot(spark, table);
    if (listed(snapshot).isEmpty()) {
      snapshot.numOfFiles();
    }
  }

  /** The files of each day that a table has, by the days that it is partitioned by. */
  static Map<LocalDate, DayFiles> filesByDay(SparkSession spark, Table table, String dayColumn) {
    Map<LocalDate, DayFiles> files = new TreeMap<>();
    for (AddFile file : files(snapshot(spark, table))) {
      Option<Object> rows = file.numLogicalRecords();
      files.merge(
          dayOf(file, dayColumn),
          new DayFiles(
              file.size(), rows.isDefined() ? Optional.of((Long) rows.get()) : Optional.empty()),
          DayFiles::and);
    }
    return files;
  }

  /**
   * The rows of some of a table's files.
   *
   * <p>Delta's own reader asks the log by a query or two, each time; for few files these take
   * longer than to read the rows.
   *
   * @return empty if there are so many files that they are better asked for
   */
  static Optional<Dataset<Row>> rows(SparkSession spark, Table table, Predicate<AddFile> wanted) {
    Snapshot snapshot = snapshot(spark, table);
    return listed(snapshot)
        .map(files -> rows(spark, snapshot, files.stream().filter(wanted).toList()));
  }

  /** As {@link #rows} of all files, and empty if there are more than some. */
  static Optional<Dataset<Row>> rowsOfFew(SparkSession spark, Table table, int most) {
    Snapshot snapshot = snapshot(spark, table);
    return listed(snapshot)
        .filter(files -> files.size() <= most)
        .map(files -> rows(spark, snapshot, files));
  }

  /** The rows of some files, as a version of the table has them. */
  static Dataset<Row> rows(SparkSession spark, Snapshot snapshot, List<AddFile> files) {
    DeltaLog log = snapshot.deltaLog();
    return spark.baseRelationToDataFrame(
        log.buildHadoopFsRelationWithFileIndex(
            snapshot,
            new ListedFiles(spark, snapshot, files),
            Option.empty(),
            log.buildHadoopFsRelationWithFileIndex$default$4()));
  }

  private static List<AddFile> files(Snapshot snapshot) {
    return listed(snapshot).orElseGet(() -> snapshot.allFiles().collectAsList());
  }

  // A commit of a table of not too many files leaves their list beside the log.
  static Optional<List<AddFile>> listed(Snapshot snapshot) {
    return beside(snapshot, VersionChecksum::allFiles);
  }

  private static <T> Optional<List<T>> beside(
      Snapshot snapshot, Function1<VersionChecksum, Option<Seq<T>>> part) {
    Option<Seq<T>> found = snapshot.checksumOpt().flatMap(part);
    return found.isDefined()
        ? Optional.of(CollectionConverters.asJava(found.get()))
        : Optional.empty();
  }

  /** Whether a file is of one of some days; one of no day is not. */
  static boolean isOf(AddFile file, String dayColumn, Collection<LocalDate> days) {
    return file.partitionValues().apply(dayColumn) != null && days.contains(dayOf(file, dayColumn));
  }

  static LocalDate dayOf(AddFile file, String dayColumn) {
    return LocalDate.parse(file.partitionValues().apply(dayColumn));
  }

  private static Snapshot snapshot(SparkSession spark, Table table) {
    return DeltaLog.forTable(spark, table.path()).update(false, Option.empty(), Option.empty());
  }
}
