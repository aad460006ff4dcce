package dev.holdfast.table;

import static dev.holdfast.table.DayTable.FIRST;
import static dev.holdfast.table.DayTable.SECOND;
import static dev.holdfast.table.DayTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** What is read of a table by the list that its last commit left beside the log. */
class ListedFilesTest {
  private static SparkSession spark;

  @TempDir private Path folder;
  private DayTable days;
  private Table table;

  @BeforeAll
  static void open() {
    spark = DayTable.session();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  @BeforeEach
  void write() {
    days = DayTable.in(folder, spark);
    table = days.table();
  }

  @Test
  void aFilterFindsWhatDeltasOwnReaderFinds() {
    Commit.append(days.rows(row(7, null, "n"), row(8, null, "m")), table);
    Commit.replaceDays(days.rows(row(3, SECOND, "c")), table, "day", List.of(SECOND));

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
      assertThat(DayTable.texts(table.read(spark).where(filter)))
          .as(filter)
          .isNotEmpty()
          .isEqualTo(DayTable.texts(days.byDelta().where(filter)));
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

    assertThat(days.ids()).containsExactly(1, 2, 3, 4, 10, 29);
    Commit.rewriteDays(
        spark, table, "day", List.of(LocalDate.parse("2024-03-04")), present -> present);
    assertThat(days.ids()).containsExactly(1, 2, 3, 4, 10, 29);
    assertThat(days.listed()).isEqualTo(days.ofTheLog());
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
    Commit.appendOnce(days.rows(row(5, FIRST, "e")), table, "first", 3);
    Commit.appendOnce(days.rows(row(6, FIRST, "f")), table, "second", 1);
    Commit.appendOnce(days.rows(row(7, FIRST, "g")), table, "first", 4);
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
      assertThat(new GatedAppend(spark, table, "first", 4, DayTable.SCHEMA, Map.of()).isDone())
          .isTrue();
      assertThat(new GatedAppend(spark, table, "second", 2, DayTable.SCHEMA, Map.of()).isDone())
          .isFalse();
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(counting);
    }
    assertThat(queries).hasValue(0);
    assertThat(CollectionConverters.asJava(days.snapshot().setTransactions()))
        .extracting(SetTransaction::appId, SetTransaction::version)
        .containsExactlyInAnyOrder(tuple("first", 4L), tuple("second", 1L));
  }
}
