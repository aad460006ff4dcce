package dev.holdfast.model;

import java.util.Arrays;

/**
 * Gradient boosted trees of XGBoost, kept as its own UBJ bytes and applied without it. Where
 * positives weighed more in the fit than they are frequent, the margin is shifted back, so that
 * probabilities are probabilities.
 */
public final class BoostedTrees implements ScoringModel {
  private static final long serialVersionUID = 1L;

  private final byte[] ubj;
  private final double shift;
  private transient volatile FlatTrees trees;

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

  /** The trees themselves. */
  public TreeEnsemble ensemble() {
    return TreeEnsemble.read(ubj);
  }

  @Override
  public float[] probabilities(float[] matrix, int rows) {
    FlatTrees loaded = trees();
    float[] margins = loaded.margins(matrix, rows);
    for (int row = 0; row < rows; row++) {
      margins[row] = shifted(loaded.probability(margins[row]), shift);
    }
    return margins;
  }

  /** A probability whose log odds are lowered by {@code shift}. */
  public static float shifted(float probability, double shift) {
    if (shift == 0) {
      return probability;
    }
    return (float) (probability / (probability + (1 - probability) * Math.exp(shift)));
  }

  private FlatTrees trees() {
    FlatTrees loaded = trees;
    if (loaded == null) {
      // Two threads may both do it: they come to the same.
      loaded = new FlatTrees(ensemble());
      trees = loaded;
    }
    return loaded;
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
