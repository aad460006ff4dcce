package dev.holdfast.table;

import org.apache.spark.sql.types.StructType;

/** One row per candidate and fold that was fitted. */
public final class TrialsTable {
  /**
   * Digest of all that the trials of a search have in common: rows, inputs, days, folds, balance,
   * seed, code. A candidate that was tried before in the same search is not tried again.
   */
  public static final String SEARCH_ID = "search_id";

  public static final String CANDIDATE = "candidate";
  public static final String KIND = "kind";
  public static final String PARAMETERS = "parameters";
  public static final String FOLD = "fold";
  public static final String ROWS = "rows";
  public static final String POSITIVES = "positives";
  public static final String TRAIN_AUC = "train_auc";
  public static final String AUC = "auc";
  public static final String AVERAGE_PRECISION = "average_precision";
  public static final String LOG_LOSS = "log_loss";
  public static final String SECONDS = "seconds";

  /**
   * Bytes: the most that the executor's process was seen to hold in the machine's memory, heap and
   * XGBoost's matrices and all, when the trial's fit began and whenever a candidate of the fit was
   * judged. Trials that run at the same time in one process see each other. Null where the system
   * does not tell it.
   */
  public static final String PEAK_MEMORY = "peak_memory";

  public static final StructType SCHEMA =
      StructType.fromDDL(
          "search_id STRING NOT NULL, candidate STRING NOT NULL, kind STRING NOT NULL,"
              + " parameters MAP<STRING, STRING> NOT NULL, fold INT NOT NULL,"
              + " rows BIGINT NOT NULL, positives BIGINT NOT NULL, train_auc DOUBLE,"
              + " auc DOUBLE NOT NULL, average_precision DOUBLE NOT NULL,"
              + " log_loss DOUBLE NOT NULL, seconds DOUBLE NOT NULL, peak_memory BIGINT");

  private TrialsTable() {}
}
