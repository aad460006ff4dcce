package dev.holdfast.job;

import com.globalmentor.apache.hadoop.fs.BareLocalFileSystem;
import dev.holdfast.storage.ConditionalPutLogStore;
import dev.holdfast.table.LocalLogs;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Opens the Spark session that jobs run in. */
public final class Sessions {
  private static final String MASTER = "spark.master";

  private static final Map<String, String> ALWAYS =
      Map.of(
          // Every stream has a session of its own, and Spark compiles the code of each session
          // anew, as if it had jars of its own. No session of ours has.
          "spark.sql.artifact.isolation.enabled", "false",
          "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
          "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
          // Two writers of one table on S3 must not lose a commit; see the package of the class.
          "spark.delta.logStore.s3a.impl", ConditionalPutLogStore.class.getName(),
          // A day must not depend on the machine that asks.
          "spark.sql.session.timeZone", "UTC",
          // A value that does not convert becomes null, which a row rule can see and quarantine;
          // in ANSI mode the same value would end the whole job.
          "spark.sql.ansi.enabled", "false",
          // The files of a table with fewer are listed beside its log, where they are found without
          // a query: a table of a file or two a week stays below it for some years.
          "spark.databricks.delta.allFilesInCrc.thresholdNumFiles", "1000",
          // Not the 96-bit times of old, which are slow to read and have no statistics.
          "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS",
          // Spark compiles its plans and forgets all but the last 100 classes; a run has some
          // hundreds, the same every week, and compiling them anew takes a good part of a week.
          "spark.sql.codegen.cache.maxEntries", "2000",
          // Carriage returns have no place in a log.
          "spark.ui.showConsoleProgress", "false");

  // Without its native library, Hadoop starts a process for every file that it creates on a local
  // disk, to set the file's permissions; this one asks Java instead. Only where all runs in one
  // process: executors elsewhere may look at local files before they have the platform's jar.
  private static final String LOCAL_FILES = "spark.hadoop.fs.file.impl";

  // The same for the logs of tables.
  private static final String LOCAL_LOGS = "spark.delta.logStore.file.impl";

  private Sessions() {}

  /**
   * The session of this process.
   *
   * @param settings Spark settings of the deployment; what spark-submit was given stands beside
   *     them, and what the platform needs wins over both
   */
  public static SparkSession open(String name, Map<String, String> settings) {
    SparkSession.Builder builder = SparkSession.builder().appName(name);
    SparkConf submitted = new SparkConf();
    boolean oneMachine =
        submitted.get(MASTER, settings.getOrDefault(MASTER, "")).startsWith("local");
    if (oneMachine && !submitted.contains(LOCAL_FILES)) {
      builder.config(LOCAL_FILES, BareLocalFileSystem.class.getName());
    }
    if (oneMachine && !submitted.contains(LOCAL_LOGS)) {
      builder.config(LOCAL_LOGS, LocalLogs.class.getName());
    }
    settings.forEach(builder::config);
    ALWAYS.forEach(builder::config);
    return builder.getOrCreate();
  }
}
