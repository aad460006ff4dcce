package dev.holdfast.serving;

import dev.holdfast.job.Sessions;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The one session that tests write tables with; what is tested runs without. */
public final class SharedSpark {

  private SharedSpark() {}

  public static SparkSession session() {
    return Sessions.open(
        "serving tests",
        Map.of(
            "spark.master", "local[2]",
            "spark.sql.shuffle.partitions", "1",
            "spark.ui.enabled", "false",
            "spark.databricks.delta.snapshotPartitions", "1"));
  }
}
