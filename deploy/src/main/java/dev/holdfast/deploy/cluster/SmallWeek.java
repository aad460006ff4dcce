package dev.holdfast.deploy.cluster;

import dev.holdfast.deploy.Holdfast;
import dev.holdfast.job.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;

/**
 * One week of a small telecom sample, done in one process with tables in a folder: what the same
 * week on a cluster is compared with.
 *
 * @param home the project's folder
 * @param landing the sample
 * @param tables where its tables lie
 */
record SmallWeek(Path home, Path landing, Path tables) {
  private static final String PROBLEM = "telecom-churn";
  private static final String AS_OF = "2024-07-01";
  private static final List<String> SOURCES = List.of("calls", "customers");

  /** Generates the sample in a folder and does its week there. */
  static SmallWeek inOneProcess(Path folder) {
    Path home = Path.of(System.getProperty("holdfast.home"));
    SmallWeek week = new SmallWeek(home, folder.resolve("landing"), folder.resolve("one-process"));
    command("sample", "--customers", "500", "--weeks", "26", "--out", week.landing().toString());
    Stream<String> local = Stream.of("--deployment", home.resolve("conf/local.conf").toString());
    command(
        Stream.of(Stream.of("weekly"), week.arguments(week.tables().toString()).stream(), local)
            .flatMap(words -> words)
            .toArray(String[]::new));
    return week;
  }

  /**
   * The arguments of a job, or of the weekly run, whose tables lie in {@code root}. Of the three
   * candidates a boosted one wins, whose bytes depend on more than a linear one's: the linear one
   * is held to zero weights.
   */
  List<String> arguments(String root) {
    return List.of(
        "--problem",
        home.resolve("conf/telecom-churn.conf").toString(),
        "--as-of",
        AS_OF,
        "--set",
        "landing=" + landing,
        "--set",
        "training.split.holdout=3",
        "--set",
        "training.candidates.boosted.depth=2",
        "--set",
        "training.candidates.boosted.rounds=[30, 60]",
        "--set",
        "training.candidates.linear.regularization=1.0",
        "--set",
        "training.candidates.linear.elastic-net=1.0",
        "--set",
        "deployment.tables=" + root);
  }

  /** The tables in {@code root}, on the cluster's store, that are not what the one process left. */
  List<String> differences(LocalCluster cluster, String root) throws IOException {
    // Hadoop knows a store by its bucket alone: one of the same name may have been another's.
    FileSystem.closeAll();
    Map<String, String> settings = new TreeMap<>(LocalStore.sparkSettings(cluster.endpoint()));
    settings.put("spark.hadoop.fs.s3a.access.key", cluster.credentials().accessKey());
    settings.put("spark.hadoop.fs.s3a.secret.key", cluster.credentials().secretKey());
    settings.put("spark.master", "local[2]");
    settings.put("spark.ui.enabled", "false");
    settings.put("spark.sql.shuffle.partitions", "2");
    settings.put("spark.databricks.delta.snapshotPartitions", "1");
    SparkSession spark = Sessions.open("comparison", settings);
    try {
      return SameTables.differences(spark, tables + "/" + PROBLEM, root + "/" + PROBLEM, SOURCES);
    } finally {
      spark.stop();
    }
  }

  /** What the jobs printed to their logs in a folder. */
  static String printed(Path logs) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(logs)) {
      for (Path file : files.sorted().toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  private static void command(String... words) {
    int exitCode = Holdfast.run(words);
    if (exitCode != 0) {
      throw new IllegalStateException(words[0] + " ended with exit code " + exitCode);
    }
  }
}
