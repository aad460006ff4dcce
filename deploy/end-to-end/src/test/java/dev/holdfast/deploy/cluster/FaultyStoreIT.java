package dev.holdfast.deploy.cluster;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.cluster.FaultyProxy.Fault;
import dev.holdfast.table.Commit;
import dev.holdfast.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose answers are errors, late, cut short, or lost after the work was done. */
@Tag("deep")
class FaultyStoreIT {
  private static final int COMMITS = 20;
  private static final int ROWS = 50;
  private static final int ATTEMPTS = 3;

  @TempDir private Path folder;

  @Test
  void nothingIsLostAndNothingIsThereTwice() throws Exception {
    Credentials credentials = Credentials.random();
    int port = Ports.free();
    try (LocalStore store =
            LocalStore.start(ClusterTests.installation(), folder, port, credentials);
        FaultyProxy proxy = new FaultyProxy(port)) {
      SparkSession spark =
          RaceDriver.open(
              CommitRace.Log.OURS,
              proxy.endpoint(),
              Map.of(
                  "spark.hadoop.fs.s3a.access.key",
                  credentials.accessKey(),
                  "spark.hadoop.fs.s3a.secret.key",
                  credentials.secretKey(),
                  "spark.hadoop.fs.s3a.retry.interval",
                  "50ms",
                  "spark.hadoop.fs.s3a.retry.throttle.interval",
                  "50ms"));
      try {
        Table table = new Table("faulty", "s3a://" + LocalStore.BUCKET + "/faulty");
        List<String> expected = new ArrayList<>();
        for (int commit = 0; commit < COMMITS; commit++) {
          append(spark, table, commit);
          int number = commit;
          IntStream.range(0, ROWS).forEach(row -> expected.add(number + "-" + row));
        }

        List<String> rows =
            table.read(spark).selectExpr("concat(commit, '-', id)").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(table.version(spark)).isEqualTo(COMMITS - 1L);
        assertThat(store.process().isAlive()).isTrue();
      } finally {
        spark.stop();
      }
      assertThat(Fault.values()).allSatisfy(fault -> assertThat(proxy.count(fault)).isPositive());
      assertThat(proxy.count(Fault.LOST)).isGreaterThanOrEqualTo(COMMITS / 2);
    }
  }

  // A run that could not go on is run again.
  private static void append(SparkSession spark, Table table, int commit) {
    for (int attempt = 1; ; attempt++) {
      try {
        Commit.appendOnce(
            spark.range(0, ROWS, 1, 1).toDF().withColumn("commit", lit(commit)),
            table,
            "the writer",
            commit);
        return;
      } catch (RuntimeException failed) {
        if (attempt == ATTEMPTS) {
          throw failed;
        }
      }
    }
  }
}
