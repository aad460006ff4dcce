package dev.holdfast.ingestion;

import dev.holdfast.job.Sessions;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The one session of this module's tests. */
final class SharedSession {
  private SharedSession() {}

  static SparkSession get() {
    return Sessions.open(
        "ingestion tests",
        Map.of(
            "spark.master", "local[2]",
            "spark.sql.shuffle.partitions", "2",
            "spark.ui.enabled", "false",
            "spark.databricks.delta.snapshotPartitions", "1"));
  }
}
