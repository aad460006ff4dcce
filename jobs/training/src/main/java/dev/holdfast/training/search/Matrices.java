package dev.holdfast.training.search;

import dev.holdfast.training.fit.Judge;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** The rows of one fold in XGBoost's memory. */
sealed interface Matrices permits OwnMatrices, SharedMatrix.OfFold {

  /** Waits until this fold's trials may run. */
  void enter() throws XGBoostError;

  /** Ends what {@link #enter} began. */
  void leave();

  /** What fits train on. */
  DMatrix training() throws XGBoostError;

  /** Has a candidate judged by what its booster says of the rows that train and that judge. */
  void judge(int candidate, Booster booster, double shift, Judge judge) throws XGBoostError;

  void dispose();
}
