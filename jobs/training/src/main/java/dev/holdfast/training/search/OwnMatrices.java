package dev.holdfast.training.search;

import dev.holdfast.training.fit.BoostedFit;
import dev.holdfast.training.fit.Judge;
import dev.holdfast.training.fit.Levels;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** A matrix of the rows that train a fold and one of those that judge it, made when needed. */
final class OwnMatrices implements Matrices {
  private final Levels levels;
  private final int[] trainingRows;
  private final int[] validationRows;
  private DMatrix training;
  private DMatrix validation;

  OwnMatrices(Levels levels, int[] trainingRows, int[] validationRows) {
    this.levels = levels;
    this.trainingRows = trainingRows;
    this.validationRows = validationRows;
  }

  @Override
  public void enter() {
    // Trials of different folds have nothing in common that one of them changes.
  }

  @Override
  public void leave() {
    // Nothing was begun.
  }

  @Override
  public synchronized DMatrix training() throws XGBoostError {
    if (training == null) {
      training = levels.binned(trainingRows);
    }
    return training;
  }

  private synchronized DMatrix validation() throws XGBoostError {
    if (validation == null) {
      validation = levels.matrix(validationRows);
    }
    return validation;
  }

  @Override
  public void judge(int candidate, Booster booster, double shift, Judge judge) throws XGBoostError {
    judge.judge(
        candidate,
        BoostedFit.shifted(booster.predict(training()), shift),
        BoostedFit.shifted(booster.predict(validation()), shift));
  }

  @Override
  public synchronized void dispose() {
    if (training != null) {
      training.dispose();
    }
    if (validation != null) {
      validation.dispose();
    }
  }
}
