package dev.holdfast.training.fit;

import dev.holdfast.training.data.RowBlock;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * The rows that candidates are fitted on and judged on; shared, so whoever reads must not write.
 */
public interface Fold {
  /** The training rows with their values as they are. */
  RowBlock training();

  /** The validation rows with their values as they are. */
  RowBlock validation();

  /** The labels of the training rows. */
  byte[] trainingLabels();

  /** The training rows binned by XGBoost; not to be disposed of. */
  DMatrix trainingMatrix() throws XGBoostError;

  /** The validation rows in XGBoost's memory; not to be disposed of. */
  DMatrix validationMatrix() throws XGBoostError;
}
