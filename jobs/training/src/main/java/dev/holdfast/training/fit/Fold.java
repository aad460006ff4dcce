package dev.holdfast.training.fit;

import dev.holdfast.training.data.RowBlock;
import ml.dmlc.xgboost4j.java.Booster;
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

  /** The training rows binned by XGBoost, perhaps among others that weigh nothing. */
  DMatrix trainingMatrix() throws XGBoostError;

  /**
   * Has a candidate judged by what its booster says of the training and the validation rows.
   *
   * @param shift what log odds are lowered by
   */
  void judge(int candidate, Booster booster, double shift, Judge judge) throws XGBoostError;
}
