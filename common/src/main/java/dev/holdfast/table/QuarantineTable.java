package dev.holdfast.table;

import org.apache.spark.sql.types.StructType;

/** Rows that were refused, each with its text, its file and every rule that it broke. */
public final class QuarantineTable {
  public static final String SOURCE = "source";
  public static final String BATCH = "batch";
  public static final String FILE = "file";

  /** The row as it landed; for columnar formats its columns as JSON. */
  public static final String RAW = "raw";

  /** Names of the broken rules; {@code column:<name>} where a value is not of its column's type. */
  public static final String BROKEN = "broken";

  public static final StructType SCHEMA =
      StructType.fromDDL(
          "source STRING NOT NULL, batch BIGINT NOT NULL, file STRING NOT NULL, raw STRING,"
              + " broken ARRAY<STRING> NOT NULL");

  private QuarantineTable() {}
}
