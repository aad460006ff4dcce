package dev.holdfast.table;

import org.apache.spark.sql.types.StructType;

/**
 * What a model version was seen to do when it was trained, as {@link ModelsTable#EVALUATION} keeps
 * it: the points that the charts of its card are drawn from. {@code dev.holdfast.model.Evaluation}
 * says what each field means.
 */
public final class EvaluationColumns {
  private static final String GROUP =
      "ARRAY<STRUCT<rows: BIGINT, positives: BIGINT, predicted: DOUBLE, low: DOUBLE, high: DOUBLE>>";

  /** The fields, in the order of the record's components. */
  public static final StructType SCHEMA =
      StructType.fromDDL(
          "cuts ARRAY<STRUCT<threshold: DOUBLE, rows: BIGINT, positives: BIGINT>>,"
              + " deciles "
              + GROUP
              + ", calibrated "
              + GROUP
              + ", uncalibrated "
              + GROUP
              + ", slices ARRAY<STRUCT<feature: STRING, value: STRING, kind: STRING,"
              + " rows: BIGINT, positives: BIGINT, predicted: DOUBLE, auc: DOUBLE, low: DOUBLE,"
              + " high: DOUBLE, share_low: DOUBLE, share_high: DOUBLE>>,"
              + " importance_measure STRING,"
              + " importances ARRAY<STRUCT<feature: STRING, weight: DOUBLE, direction: DOUBLE>>,"
              + " days ARRAY<STRUCT<as_of: DATE, rows: BIGINT, positives: BIGINT>>,"
              + " leaks ARRAY<STRUCT<feature: STRING, training: DOUBLE, held_out: DOUBLE>>,"
              + " rules ARRAY<STRUCT<name: STRING, measured: DOUBLE, limit: DOUBLE,"
              + " refusal: STRING>>,"
              + " comparisons ARRAY<STRUCT<metric: STRING, own: DOUBLE, champion: DOUBLE,"
              + " low: DOUBLE, high: DOUBLE>>");

  private EvaluationColumns() {}
}
