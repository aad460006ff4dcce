package dev.holdfast.table;

import org.apache.spark.sql.types.StructType;

/** How far each feature, and the score, of a scored day lies from what the model was trained on. */
public final class DriftTable {
  public static final String AS_OF = "as_of";

  /** The feature's column, or {@link #SCORE}. */
  public static final String FEATURE = "feature";

  /** Population stability index against the training rows, binned as at training. */
  public static final String PSI = "psi";

  /** Whether the index is beyond the declared limit. */
  public static final String DRIFTED = "drifted";

  public static final String ROWS = "rows";
  public static final String MISSING_SHARE = "missing_share";

  /** Mean of a numeric feature or of the score; null for a category. */
  public static final String MEAN = "mean";

  public static final String MODEL_VERSION = "model_version";

  /** The value of {@link #FEATURE} for the score's own row. */
  public static final String SCORE = "(score)";

  public static final StructType SCHEMA =
      StructType.fromDDL(
          "as_of DATE NOT NULL, feature STRING NOT NULL, psi DOUBLE NOT NULL,"
              + " drifted BOOLEAN NOT NULL, rows BIGINT NOT NULL, missing_share DOUBLE NOT NULL,"
              + " mean DOUBLE, model_version INT NOT NULL");

  private DriftTable() {}
}
