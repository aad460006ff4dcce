package dev.holdfast.deploy.cluster;

import static org.apache.spark.sql.functions.lit;

import dev.holdfast.job.Sessions;
import dev.holdfast.table.Commit;
import dev.holdfast.table.Table;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** One of the drivers of a {@link CommitRace}: appends set after set of rows to one table. */
final class RaceDriver {
  /** Which of the race's drivers wrote a row. */
  static final String WRITER = "writer";

  /** The number of the writer's commit, from 1. */
  static final String COMMIT = "commit";

  /** Rows of one commit. */
  static final int ROWS = 5;

  private RaceDriver() {}

  /** Takes the table's path, the driver's name, how many commits, and whose log store. */
  public static void main(String[] line) {
    Table table = new Table("race", line[0]);
    String writer = line[1];
    int commits = Integer.parseInt(line[2]);
    SparkSession spark =
        open(CommitRace.Log.valueOf(line[3]), System.getenv("HOLDFAST_S3_ENDPOINT"), Map.of());
    try {
      for (int commit = 1; commit <= commits; commit++) {
        Commit.appendOnce(
            spark
                .range(0, ROWS, 1, 1)
                .toDF()
                .withColumn(WRITER, lit(writer))
                .withColumn(COMMIT, lit(commit)),
            table,
            writer,
            commit);
        System.out.println("committed " + commit);
      }
    } finally {
      spark.stop();
    }
  }

  static SparkSession open(CommitRace.Log log, String endpoint, Map<String, String> more) {
    Map<String, String> settings = new TreeMap<>(LocalStore.sparkSettings(endpoint));
    settings.put("spark.master", "local[1]");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.sql.shuffle.partitions", "1");
    settings.put("spark.databricks.delta.snapshotPartitions", "1");
    settings.putAll(more);
    return switch (log) {
      case OURS -> Sessions.open("race", settings);
      case DELTAS -> {
        SparkSession.Builder builder =
            SparkSession.builder()
                .appName("race")
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config(
                    "spark.sql.catalog.spark_catalog",
                    "org.apache.spark.sql.delta.catalog.DeltaCatalog");
        settings.forEach(builder::config);
        yield builder.getOrCreate();
      }
    };
  }
}
