package dev.holdfast.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.job.Sessions;
import io.delta.exceptions.DeltaConcurrentModificationException;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

class CommitTest {
  private static final StructType SCHEMA = StructType.fromDDL("id INT, day DATE, what STRING");
  private static final LocalDate FIRST = LocalDate.parse("2024-01-01");
  private static final LocalDate SECOND = LocalDate.parse("2024-01-08");
  private static final LocalDate THIRD = LocalDate.parse("2025-01-06");

  private static SparkSession spark;

  @TempDir private Path folder;
  private Table table;

  @BeforeAll
  static void open() {
    spark =
        Sessions.open(
            "commit test",
            Map.of(
                "spark.master", "local[2]",
                "spark.ui.enabled", "false",
                "spark.sql.shuffle.partitions", "2",
                "spark.databricks.delta.snapshotPartitions", "1"));
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  @BeforeEach
  void write() {
    table = new Table("table", folder.resolve("table").toString());
    Commit.replaceDays(
        rows(row(1, FIRST, "a"), row(2, FIRST, "b"), row(3, SECOND, "c"), row(4, THIRD, "d")),
        table,
        "day",
        List.of(FIRST, SECOND, THIRD));
  }

  @Test
  void daysAreReplacedAndNoOthers() {
    Commit.replaceDays(rows(row(5, SECOND, "e")), table, "day", List.of(SECOND));

    assertThat(table.version(spark)).isEqualTo(1);
    assertThat(ids()).containsExactly(1, 2, 4, 5);
    assertThat(table.readDays(spark, "day", List.of(SECOND)).count()).isOne();
    assertThat(byDelta().count()).isEqualTo(4);
  }

  @Test
  void aDayMayBeEmptied() {
    Commit.replaceDays(rows(), table, "day", List.of(FIRST));

    assertThat(ids()).containsExactly(3, 4);
  }

  @Test
  void rowsOfOtherDaysAreRefusedAndNothingIsSeenOfThem() {
    Dataset<Row> rows = rows(row(5, SECOND, "e"), row(6, THIRD, "f"));

    assertThatThrownBy(() -> Commit.replaceDays(rows, table, "day", List.of(SECOND)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2024-01-08");

    assertThat(ids()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void columnsOfOtherTypesAreRefused() {
    Replacement replacement = Replacement.ofDays(spark, table, "day", List.of(FIRST));

    assertThatThrownBy(
            () -> replacement.by(replacement.present().withColumn("id", col("id").cast("bigint"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bigint");
    assertThat(ids()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void twoWritersOfDifferentDaysBothCommit() {
    Replacement first = Replacement.ofDays(spark, table, "day", List.of(FIRST));
    Replacement second = Replacement.ofDays(spark, table, "day", List.of(SECOND));

    second.by(rows(row(6, SECOND, "f")));
    first.by(rows(row(5, FIRST, "e")));

    assertThat(ids()).containsExactly(4, 5, 6);
  }

  @Test
  void ofTwoWritersOfOneDayTheLaterFails() {
    Replacement first = Replacement.ofDays(spark, table, "day", List.of(FIRST));
    Replacement second = Replacement.ofDays(spark, table, "day", List.of(FIRST));

    second.by(rows(row(6, FIRST, "f")));

    assertThatThrownBy(() -> first.by(rows(row(5, FIRST, "e"))))
        .isInstanceOf(DeltaConcurrentModificationException.class);
    assertThat(ids()).containsExactly(3, 4, 6);
  }

  @Test
  void ofTwoWhoFillAnEmptyDayTheLaterFails() {
    LocalDate empty = LocalDate.parse("2024-02-05");
    Replacement first = Replacement.ofDays(spark, table, "day", List.of(empty));
    Replacement second = Replacement.ofDays(spark, table, "day", List.of(empty));

    second.by(rows(row(6, empty, "f")));

    assertThatThrownBy(() -> first.by(rows(row(5, empty, "e"))))
        .isInstanceOf(DeltaConcurrentModificationException.class);
    assertThat(ids()).containsExactly(1, 2, 3, 4, 6);
  }

  @Test
  void rowsAreChangedWithTheirFilesAndInOneCommit() {
    Commit.rewriteFilesWith(
        spark,
        table,
        "what = 'b'",
        present -> {
          assertThat(present.count()).as("all rows of the file").isLessThanOrEqualTo(2);
          return present.withColumn(
              "what", when(col("id").equalTo(2), lit("z")).otherwise(col("what")));
        });

    assertThat(table.version(spark)).isEqualTo(1);
    assertThat(texts()).containsExactly("1 a", "2 z", "3 c", "4 d");
    assertThat(listed()).isEqualTo(ofTheLog());
  }

  @Test
  void ofTwoWhoChangeRowsTheLaterFails() {
    Replacement first = Replacement.ofFilesWith(spark, table, "what = 'c'");
    Commit.append(rows(row(5, SECOND, "c")), table);
    Commit.rewriteFilesWith(spark, table, "what = 'c'", present -> present);

    assertThatThrownBy(() -> first.by(first.present()))
        .isInstanceOf(DeltaConcurrentModificationException.class);
  }

  @Test
  void theRowsToChangeAreThoseOfTheTransactionsBegin() {
    Replacement replacement = Replacement.ofDays(spark, table, "day", List.of(FIRST));
    Commit.replaceDays(rows(row(9, FIRST, "x")), table, "day", List.of(FIRST));

    assertThat(
            replacement
                .present()
                .select("id")
                .as(org.apache.spark.sql.Encoders.INT())
                .collectAsList())
        .containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void aFilterFindsWhatDeltasOwnReaderFinds() {
    Commit.append(rows(row(7, null, "n"), row(8, null, "m")), table);
    Commit.replaceDays(rows(row(3, SECOND, "c")), table, "day", List.of(SECOND));

    for (String filter :
        List.of(
            "day = DATE'2024-01-01'",
            "day IN (DATE'2024-01-01', DATE'2025-01-06')",
            "day > DATE'2024-01-01' AND id < 4",
            "year(day) = 2024 AND what <> 'a'",
            "day IS NULL",
            "day IS NOT NULL OR id = 1",
            "day = DATE'2024-01-01' OR id = 4",
            "date_format(day, 'EEEE') = 'Monday'",
            "id = 3")) {
      assertThat(texts(table.read(spark).where(filter)))
          .as(filter)
          .isNotEmpty()
          .isEqualTo(texts(byDelta().where(filter)));
    }
  }

  @Test
  void rowsThatAreMarkedAsDeletedWithinAFileAreNotRead() {
    spark.sql(
        "ALTER TABLE delta.`%s` SET TBLPROPERTIES (delta.enableDeletionVectors = true)"
            .formatted(table.path()));
    Commit.append(
        spark
            .range(10, 30)
            .coalesce(1)
            .selectExpr("int(id) id", "DATE'2024-03-04' day", "'x' what"),
        table);
    io.delta.tables.DeltaTable.forPath(spark, table.path()).delete("id BETWEEN 11 AND 28");

    assertThat(ids()).containsExactly(1, 2, 3, 4, 10, 29);
    Commit.rewriteDays(
        spark, table, "day", List.of(LocalDate.parse("2024-03-04")), present -> present);
    assertThat(ids()).containsExactly(1, 2, 3, 4, 10, 29);
    assertThat(listed()).isEqualTo(ofTheLog());
  }

  @Test
  void moreFilesThanAFewAreAskedOfTheLog() {
    Commit.append(
        spark
            .range(200)
            .repartition(150)
            .selectExpr("int(id + 10) id", "DATE'2024-03-04' day", "'x' what"),
        table);

    assertThat(table.read(spark).count()).isEqualTo(204);
    assertThat(table.readAll(spark).count()).isEqualTo(204);
  }

  @Test
  void howFarAWriterIsIsFoundWithoutAQuery() throws Exception {
    Commit.appendOnce(rows(row(5, FIRST, "e")), table, "first", 3);
    Commit.appendOnce(rows(row(6, FIRST, "f")), table, "second", 1);
    Commit.appendOnce(rows(row(7, FIRST, "g")), table, "first", 4);
    DeltaLog.clearCache();

    AtomicInteger queries = new AtomicInteger();
    SparkListener counting =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart started) {
            queries.incrementAndGet();
          }
        };
    spark.sparkContext().addSparkListener(counting);
    try {
      assertThat(Writers.of(spark, table)).containsOnly(entry("first", 4L), entry("second", 1L));
      assertThat(new GatedAppend(spark, table, "first", 4, SCHEMA, Map.of()).isDone()).isTrue();
      assertThat(new GatedAppend(spark, table, "second", 2, SCHEMA, Map.of()).isDone()).isFalse();
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(counting);
    }
    assertThat(queries).hasValue(0);
    assertThat(CollectionConverters.asJava(snapshot().setTransactions()))
        .extracting(SetTransaction::appId, SetTransaction::version)
        .containsExactlyInAnyOrder(tuple("first", 4L), tuple("second", 1L));
  }

  // The list beside the log decides what a write removes: it must be what the log says.
  private List<String> listed() {
    return paths(Writers.listed(snapshot()).orElseThrow());
  }

  private List<String> ofTheLog() {
    return paths(snapshot().allFiles().collectAsList());
  }

  private Snapshot snapshot() {
    return DeltaLog.forTable(spark, table.path()).update(false, Option.empty(), Option.empty());
  }

  private static List<String> paths(List<AddFile> files) {
    return files.stream().map(AddFile::path).sorted().toList();
  }

  private Dataset<Row> byDelta() {
    return spark.read().format("delta").load(table.path());
  }

  private List<Integer> ids() {
    return table.read(spark).collectAsList().stream().map(row -> row.getInt(0)).sorted().toList();
  }

  private List<String> texts() {
    return texts(table.read(spark));
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .map(row -> row.getInt(0) + " " + row.getString(2))
        .sorted()
        .toList();
  }

  private static Dataset<Row> rows(Row... rows) {
    return spark.createDataFrame(Arrays.asList(rows), SCHEMA);
  }

  private static Row row(int id, LocalDate day, String what) {
    return RowFactory.create(id, day == null ? null : Date.valueOf(day), what);
  }
}
