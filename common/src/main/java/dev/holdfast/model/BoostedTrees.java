package dev.holdfast.model;

import java.io.IOException;
import java.util.Arrays;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Gradient boosted trees of XGBoost, kept as its own UBJ bytes. Where positives weighed more in the
 * fit than they are frequent, the margin is shifted back, so that probabilities are probabilities.
 */
public final class BoostedTrees implements ScoringModel {
  private static final long serialVersionUID = 1L;

  private final byte[] ubj;
  private final double shift;
  private transient volatile Booster booster;

  /**
   * @param ubj the model as XGBoost saves it
   * @param shift what is taken from each margin: the logarithm of a positive row's weight in the
   *     fit
   */
  public BoostedTrees(byte[] ubj, double shift) {
    this.ubj = ubj.clone();
    this.shift = shift;
  }

  public double shift() {
    return shift;
  }

  /** The model as XGBoost saves it. */
  public byte[] ubj() {
    return ubj.clone();
  }

  @Override
  public float[] probabilities(float[] matrix, int rows) {
    if (rows == 0) {
      return new float[0];
    }
    try {
      float[][] predicted =
          booster().inplace_predict(matrix, rows, matrix.length / rows, Float.NaN);
      float[] probabilities = new float[rows];
      for (int row = 0; row < rows; row++) {
        probabilities[row] = shifted(predicted[row][0], shift);
      }
      return probabilities;
    } catch (XGBoostError failed) {
      throw new IllegalStateException(
          "Cannot predict with a boosted model: " + failed.getMessage(), failed);
    }
  }

  /** A probability whose log odds are lowered by {@code shift}. */
  public static float shifted(float probability, double shift) {
    if (shift == 0) {
      return probability;
    }
    return (float) (probability / (probability + (1 - probability) * Math.exp(shift)));
  }

  private Booster booster() throws XGBoostError {
    Booster loaded = booster;
    if (loaded == null) {
      synchronized (this) {
        loaded = booster;
        if (loaded == null) {
          loaded = load();
          booster = loaded;
        }
      }
    }
    return loaded;
  }

  private Booster load() throws XGBoostError {
    try {
      Booster loaded = XGBoost.loadModel(ubj);
      // One thread a task: Spark has the others.
      loaded.setParam("nthread", 1);
      return loaded;
    } catch (IOException unreadable) {
      throw new IllegalStateException("Cannot load a boosted model", unreadable);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BoostedTrees trees
        && shift == trees.shift
        && Arrays.equals(ubj, trees.ubj);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ubj);
  }
}
