package dev.holdfast.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.Sessions;
import dev.holdfast.problem.ProblemReader;
import dev.holdfast.table.Table;
import dev.holdfast.table.Tables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemTablesTest {
  @TempDir private static Path folder;
  private static SparkSession spark;
  private static ProblemTables churn;

  @BeforeAll
  static void write() {
    spark =
        Sessions.open(
            "look",
            Map.of(
                "spark.master", "local[2]",
                "spark.ui.enabled", "false",
                "spark.sql.shuffle.partitions", "2",
                "spark.databricks.delta.snapshotPartitions", "1"));
    Tables tables = new Tables(folder.toString(), "telecom-churn");
    append(tables.scores(), "SELECT 'C1' AS customer_id, DATE '2024-12-23' AS as_of, 1 AS rank");
    append(tables.scores(), "SELECT 'C2' AS customer_id, DATE '2024-12-30' AS as_of, 1 AS rank");
    append(
        tables.labels(),
        """
        SELECT * FROM VALUES ('C1', DATE '2024-11-25', 0, DATE '2024-12-23'),
          ('C2', DATE '2024-12-02', 1, DATE '2024-12-30')
          AS (customer_id, as_of, label, mature_on)""");
    append(
        tables.raw("calls"),
        """
        SELECT * FROM VALUES ('A', TIMESTAMP '2024-12-29 23:59:59'),
          ('B', TIMESTAMP '2024-12-30 00:00:00') AS (call_id, started_at)""");
    Path file = Path.of(System.getProperty("holdfast.home"), "conf/telecom-churn.conf");
    churn = new ProblemTables(spark, ProblemReader.read(file, Map.of(), System.getenv()), tables);
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  @Test
  void asOfAWeekNothingOfLaterIsSeen() {
    assertThat(customers(churn.table("scores"))).containsExactly("C1", "C2");
    assertThat(customers(churn.asOf("2024-12-29").table("scores"))).containsExactly("C1");
    assertThat(customers(churn.asOf("2024-12-30").table("scores"))).containsExactly("C1", "C2");
    // A label counts from the day on which it was known.
    assertThat(customers(churn.asOf("2024-12-29").table("labels"))).containsExactly("C1");
    assertThat(
            churn
                .asOf("2024-12-30")
                .sql("SELECT call_id FROM raw_calls")
                .as(Encoders.STRING())
                .collectAsList())
        .containsExactly("A");
  }

  @Test
  void oneTableMayBeSeenAtAVersionOfItsOwn() {
    ProblemTables before = churn.at("scores", 0);

    assertThat(customers(before.table("scores"))).containsExactly("C1");
    assertThat(customers(before.table("labels"))).containsExactly("C1", "C2");
  }

  @Test
  void sqlSeesTheTablesOfItsOwnWeekWhateverWasAskedBefore() {
    assertThat(churn.sql("SELECT count(*) FROM scores").head().getLong(0)).isEqualTo(2);
    assertThat(churn.asOf("2024-12-23").sql("SELECT count(*) FROM scores").head().getLong(0))
        .isEqualTo(1);
    assertThat(
            churn
                .sql("SELECT rank FROM scores WHERE customer_id = :who", Map.of("who", "C2"))
                .count())
        .isEqualTo(1);
  }

  @Test
  void aTableThatIsNotThereIsSaidToBeMissing() {
    assertThatThrownBy(() -> churn.table("drift"))
        .hasMessageContaining("Cannot open table drift of problem telecom-churn: it is not in");
    assertThatThrownBy(() -> churn.table("score"))
        .hasMessageContaining("has none of that name. It has")
        .hasMessageContaining("raw.calls");
  }

  private static List<String> customers(Dataset<Row> rows) {
    return rows.select("customer_id").orderBy("customer_id").as(Encoders.STRING()).collectAsList();
  }

  private static void append(Table table, String query) {
    spark.sql(query).write().format("delta").mode("append").save(table.path());
  }
}
