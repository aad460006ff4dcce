package dev.holdfast.ingestion;

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
    // Random bits have no dictionary; looking for one costs a tenth of the write.
    own.conf().set("parquet.enable.dictionary#_hash_high", "false");
    own.conf().set("parquet.enable.dictionary#_hash_low", "false");
    return own;
  }
}
