package dev.holdfast.deploy.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;

/**
 * Two drivers, each a process of its own, that append to one table on S3 at the same time, and what
 * the table holds of what they were told was committed.
 */
public final class CommitRace {
  private static final int MEGABYTES = 700;

  /** Whose log store the drivers write with. */
  public enum Log {
    /** The platform's, which every job uses. */
    OURS,
    /** What Delta takes for S3 by default, which is for one driver only. */
    DELTAS
  }

  /**
   * How a race ended.
   *
   * @param acknowledged commits that the drivers were told had succeeded
   * @param commits that are in the table's log
   * @param rowSets commits of which the table holds every row, once
   */
  public record Result(int acknowledged, long commits, long rowSets) {

    /** Commits that somebody took for done and that are not there. */
    public long lost() {
      return acknowledged - rowSets;
    }
  }

  private final Installation installation;
  private final String endpoint;
  private final Credentials credentials;

  public CommitRace(Installation installation, String endpoint, Credentials credentials) {
    this.installation = installation;
    this.endpoint = endpoint;
    this.credentials = credentials;
  }

  /**
   * Runs a race on a new table.
   *
   * @param table its path, {@code s3a://...}
   * @param commits of each driver
   * @param logs an existing folder for what the drivers print
   */
  public Result run(String table, int commits, Log log, Path logs)
      throws IOException, InterruptedException {
    // Hadoop knows a store by its bucket alone: one of the same name may have been another's.
    FileSystem.closeAll();
    SparkSession spark =
        RaceDriver.open(
            log,
            endpoint,
            Map.of(
                "spark.hadoop.fs.s3a.access.key", credentials.accessKey(),
                "spark.hadoop.fs.s3a.secret.key", credentials.secretKey()));
    try {
      spark.sql(
          "CREATE TABLE delta.`%s` (id BIGINT, %s STRING, %s INT) USING delta TBLPROPERTIES ('delta.checkpointInterval' = '50')"
              .formatted(table, RaceDriver.WRITER, RaceDriver.COMMIT));
      List<Process> drivers = new ArrayList<>();
      try {
        for (String writer : List.of("one", "two")) {
          drivers.add(start(table, writer, commits, log, logs));
        }
        for (Process driver : drivers) {
          if (driver.waitFor() != 0) {
            throw new IllegalStateException("A driver failed; its log is in " + logs);
          }
        }
      } finally {
        drivers.forEach(Process::destroyForcibly);
      }
      Table written = new Table("race", table);
      long complete =
          written
              .read(spark)
              .groupBy(RaceDriver.WRITER, RaceDriver.COMMIT)
              .agg(count(lit(1)).as("rows"))
              .where(col("rows").equalTo(RaceDriver.ROWS))
              .count();
      return new Result(drivers.size() * commits, written.version(spark), complete);
    } finally {
      spark.stop();
    }
  }

  private Process start(String table, String writer, int commits, Log log, Path logs)
      throws IOException {
    List<String> words = new ArrayList<>(installation.java(MEGABYTES));
    // Some seconds of work each: the second compiler would not earn its keep.
    words.add("-XX:TieredStopAtLevel=1");
    words.addAll(List.of("-cp", installation.launcherClasspath(), RaceDriver.class.getName()));
    words.addAll(List.of(table, writer, Integer.toString(commits), log.name()));
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(credentials.environment());
    builder.environment().put("HOLDFAST_S3_ENDPOINT", endpoint);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.redirectOutput(logs.resolve(log + "-" + writer + ".log").toFile());
    return builder.start();
  }
}
