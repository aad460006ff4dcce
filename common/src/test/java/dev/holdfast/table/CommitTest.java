package dev.holdfast.table;

import static dev.holdfast.table.DayTable.FIRST;
import static dev.holdfast.table.DayTable.SECOND;
import static dev.holdfast.table.DayTable.THIRD;
import static dev.holdfast.table.DayTable.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.exceptions.DeltaConcurrentModificationException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitTest {
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
  void daysAreReplacedAndNoOthers() {
    Commit.replaceDays(days.rows(row(5, SECOND, "e")), table, "day", List.of(SECOND));

    assertThat(table.version(spark)).isEqualTo(1);
    assertThat(days.ids()).containsExactly(1, 2, 4, 5);
    assertThat(table.readDays(spark, "day", List.of(SECOND)).count()).isOne();
    assertThat(days.byDelta().count()).isEqualTo(4);
  }

  @Test
  void aDayMayBeEmptied() {
    Commit.replaceDays(days.rows(), table, "day", List.of(FIRST));

    assertThat(days.ids()).containsExactly(3, 4);
  }

  @Test
  void rowsOfOtherDaysAreRefusedAndNothingIsSeenOfThem() {
    Dataset<Row> rows = days.rows(row(5, SECOND, "e"), row(6, THIRD, "f"));

    assertThatThrownBy(() -> Commit.replaceDays(rows, table, "day", List.of(SECOND)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2024-01-08");

    assertThat(days.ids()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void columnsOfOtherTypesAreRefused() {
    Replacement replacement = Replacement.ofDays(spark, table, "day", List.of(FIRST));

    assertThatThrownBy(
            () -> replacement.by(replacement.present().withColumn("id", col("id").cast("bigint"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bigint");
    assertThat(days.ids()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void twoWritersOfDifferentDaysBothCommit() {
    Replacement first = Replacement.ofDays(spark, table, "day", List.of(FIRST));
    Replacement second = Replacement.ofDays(spark, table, "day", List.of(SECOND));

    second.by(days.rows(row(6, SECOND, "f")));
    first.by(days.rows(row(5, FIRST, "e")));

    assertThat(days.ids()).containsExactly(4, 5, 6);
  }

  @Test
  void ofTwoWritersOfOneDayTheLaterFails() {
    Replacement first = Replacement.ofDays(spark, table, "day", List.of(FIRST));
    Replacement second = Replacement.ofDays(spark, table, "day", List.of(FIRST));

    second.by(days.rows(row(6, FIRST, "f")));

    assertThatThrownBy(() -> first.by(days.rows(row(5, FIRST, "e"))))
        .isInstanceOf(DeltaConcurrentModificationException.class);
    assertThat(days.ids()).containsExactly(3, 4, 6);
  }

  @Test
  void ofTwoWhoFillAnEmptyDayTheLaterFails() {
    LocalDate empty = LocalDate.parse("2024-02-05");
    Replacement first = Replacement.ofDays(spark, table, "day", List.of(empty));
    Replacement second = Replacement.ofDays(spark, table, "day", List.of(empty));

    second.by(days.rows(row(6, empty, "f")));

    assertThatThrownBy(() -> first.by(days.rows(row(5, empty, "e"))))
        .isInstanceOf(DeltaConcurrentModificationException.class);
    assertThat(days.ids()).containsExactly(1, 2, 3, 4, 6);
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
    assertThat(days.texts()).containsExactly("1 a", "2 z", "3 c", "4 d");
    assertThat(days.listed()).isEqualTo(days.ofTheLog());
  }

  @Test
  void ofTwoWhoChangeRowsTheLaterFails() {
    Replacement first = Replacement.ofFilesWith(spark, table, "what = 'c'");
    Commit.append(days.rows(row(5, SECOND, "c")), table);
    Commit.rewriteFilesWith(spark, table, "what = 'c'", present -> present);

    assertThatThrownBy(() -> first.by(first.present()))
        .isInstanceOf(DeltaConcurrentModificationException.class);
  }

  @Test
  void theRowsToChangeAreThoseOfTheTransactionsBegin() {
    Replacement replacement = Replacement.ofDays(spark, table, "day", List.of(FIRST));
    Commit.replaceDays(days.rows(row(9, FIRST, "x")), table, "day", List.of(FIRST));

    assertThat(
            replacement
                .present()
                .select("id")
                .as(org.apache.spark.sql.Encoders.INT())
                .collectAsList())
        .containsExactlyInAnyOrder(1, 2);
  }
}
