package dev.holdfast.deploy;

import static org.apache.spark.sql.functions.col;

import dev.holdfast.job.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Looks into the tables that a command left, in a session of its own. */
final class TableState {

  private TableState() {}

  /** Works with a session that is closed afterwards. */
  static <T> T inSession(Function<SparkSession, T> work) {
    SparkSession spark =
        Sessions.open(
            "test",
            Map.of(
                "spark.master", "local[2]",
                "spark.ui.enabled", "false",
                "spark.sql.shuffle.partitions", "2",
                "spark.databricks.delta.snapshotPartitions", "1"));
    try {
      return work.apply(spark);
    } finally {
      spark.stop();
    }
  }

  /** The number of the latest commit of every table below a folder but the ledger of runs. */
  static Map<String, Long> versions(Path tables) {
    Map<String, Long> versions = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(tables)) {
      for (Path log : paths.filter(path -> path.endsWith("_delta_log")).toList()) {
        String table = tables.relativize(log.getParent()).toString();
        if (!table.endsWith("runs")) {
          versions.put(table, latestCommit(log));
        }
      }
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
    return versions;
  }

  private static long latestCommit(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d{20}\\.json"))
          .mapToLong(name -> Long.parseLong(name.substring(0, 20)))
          .max()
          .orElseThrow();
    }
  }

  /** The rows of a Delta table as sorted text, without the columns that name a run or a time. */
  static List<String> rows(SparkSession spark, Path table, String... without) {
    Dataset<Row> rows = spark.read().format("delta").load(table.toString()).drop(without);
    Column[] columns =
        Arrays.stream(rows.columns()).sorted().map(c -> col(c)).toArray(Column[]::new);
    return rows.select(columns).toJSON().collectAsList().stream().sorted().toList();
  }
}
