package dev.holdfast.ingestion;

import dev.holdfast.table.RawTable;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A session beside another one, with its settings, that can be set otherwise without touching it.
 */
final class OwnSession {
  private OwnSession() {}

  static SparkSession of(SparkSession spark) {
    SparkSession own = spark.newSession();
    CollectionConverters.asJava(spark.conf().getAll())
        .forEach(
            (key, value) -> {
              if (own.conf().isModifiable(key)) {
                own.conf().set(key, value);
              }
            });
    // A second run of the same source must fail, not end the first.
    own.conf().set("spark.sql.streaming.stopActiveRunOnRestart", false);
    // Random bits have no dictionary, and nobody looks for a range of them or of file names; both
    // cost as much as writing three columns more.
    for (String column : List.of(RawTable.HASH_HIGH, RawTable.HASH_LOW)) {
      own.conf().set("parquet.enable.dictionary#" + column, "false");
      own.conf().set("parquet.column.statistics.enabled#" + column, "false");
    }
    own.conf().set("parquet.column.statistics.enabled#" + RawTable.FILE, "false");
    return own;
  }
}
