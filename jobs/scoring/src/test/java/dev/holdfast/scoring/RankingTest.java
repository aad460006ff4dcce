package dev.holdfast.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.job.Sessions;
import dev.holdfast.problem.Decision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final StructType SCORED =
      StructType.fromDDL("id STRING, probability DOUBLE NOT NULL");

  @Test
  void ranksCountFromTheHighestWhateverThePartitions() {
    List<Row> ranked = ranked(rows(100), new Decision.Capacity(7));

    for (int rank = 1; rank <= 100; rank++) {
      Row row = ranked.get(rank - 1);
      assertThat(row.<Integer>getAs("rank")).isEqualTo(rank);
      assertThat(row.<String>getAs("id")).isEqualTo("c%03d".formatted(100 - rank));
      assertThat(row.<Integer>getAs("decile")).isEqualTo((rank - 1) / 10 + 1);
      assertThat(row.<Boolean>getAs("act")).isEqualTo(rank <= 7);
    }
  }

  @Test
  void equalScoresAreRankedByTheirKey() {
    List<Row> rows =
        List.of(
            RowFactory.create("b", 0.5), RowFactory.create("a", 0.5), RowFactory.create("c", 0.5));

    assertThat(ranked(rows, new Decision.Capacity(1)))
        .extracting(row -> row.<String>getAs("id"))
        .containsExactly("a", "b", "c");
  }

  @Test
  void economicsActWhereItPays() {
    Decision.Economics economics = new Decision.Economics(5, 100, 0.1);

    assertThat(ranked(rows(100), economics))
        .filteredOn(row -> row.<Boolean>getAs("act"))
        .allMatch(row -> row.<Double>getAs("probability") > 0.5)
        .hasSize(49);
  }

  @Test
  void fewerThanTenRowsHaveDecilesToo() {
    assertThat(ranked(rows(3), new Decision.Capacity(1)))
        .extracting(row -> row.<Integer>getAs("decile"))
        .containsExactly(1, 4, 7);
  }

  private static List<Row> rows(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(RowFactory.create("c%03d".formatted(i), i / 100.0));
    }
    Collections.shuffle(rows, new Random(3));
    return rows;
  }

  private static List<Row> ranked(List<Row> rows, Decision decision) {
    SparkSession spark =
        Sessions.open(
            "scoring test",
            Map.of(
                "spark.master", "local[2]",
                "spark.ui.enabled", "false",
                "spark.sql.shuffle.partitions", "3"));
    Dataset<Row> scored = spark.createDataFrame(rows, SCORED).repartition(4);
    return Ranking.ranked(scored, List.of("id"), decision).orderBy("rank").collectAsList();
  }
}
