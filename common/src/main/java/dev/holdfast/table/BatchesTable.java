package dev.holdfast.table;

import org.apache.spark.sql.types.StructType;

/** The account of every batch: {@code read = accepted + duplicate + quarantined}. */
public final class BatchesTable {
  public static final String SOURCE = "source";
  public static final String BATCH = "batch";
  public static final String FILES = "files";
  public static final String READ = "read";
  public static final String ACCEPTED = "accepted";
  public static final String DUPLICATE = "duplicate";
  public static final String QUARANTINED = "quarantined";

  /** For each rule the rows of the batch that broke it, duplicates of such rows included. */
  public static final String BROKEN = "broken";

  public static final String RUN_ID = "run_id";
  public static final String COMMITTED_AT = "committed_at";

  public static final StructType SCHEMA =
      StructType.fromDDL(
          "source STRING NOT NULL, batch BIGINT NOT NULL, files BIGINT NOT NULL,"
              + " read BIGINT NOT NULL, accepted BIGINT NOT NULL, duplicate BIGINT NOT NULL,"
              + " quarantined BIGINT NOT NULL, broken MAP<STRING, BIGINT> NOT NULL,"
              + " run_id STRING NOT NULL, committed_at TIMESTAMP NOT NULL");

  private BatchesTable() {}
}
