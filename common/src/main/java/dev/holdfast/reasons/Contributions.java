package dev.holdfast.reasons;

import dev.holdfast.model.BlendedModel;
import dev.holdfast.model.BoostedTrees;
import dev.holdfast.model.LinearModel;
import dev.holdfast.model.NaiveBayesModel;
import dev.holdfast.model.NearestNeighboursModel;
import dev.holdfast.model.ScoringModel;
import dev.holdfast.model.TreeEnsemble;
import java.util.Optional;

/**
 * What each encoded column adds to a row's margin. The sum over a row, with {@link #base}, is the
 * margin: log odds, or for a forest the probability itself. Safe for use by several threads.
 */
public sealed interface Contributions permits BlendedTerms, LinearTerms, TreePaths, TreeTables {

  /** The margin that a row has on average over the training rows. */
  double base();

  /** Encoded columns of a row. */
  int width();

  /**
   * Writes the contributions of some rows.
   *
   * @param matrix encoded rows, row-major, {@code rows × width}; NaN is missing
   * @param into receives {@code rows × width} numbers, row-major
   */
  void explain(float[] matrix, int rows, double[] into);

  /** The contributions of a kind of model that has them. */
  static Optional<Contributions> of(ScoringModel model) {
    if (model instanceof BoostedTrees trees) {
      return Optional.of(of(trees.ensemble(), trees.shift()));
    }
    if (model instanceof LinearModel linear) {
      return LinearTerms.of(linear);
    }
    if (model instanceof BlendedModel blend) {
      return BlendedTerms.of(blend);
    }
    if (model instanceof NaiveBayesModel || model instanceof NearestNeighboursModel) {
      return Optional.empty();
    }
    throw new IllegalStateException("Nothing is known of the contributions of " + model);
  }

  /**
   * Those of trees.
   *
   * @param shift what is taken from each margin of log odds
   */
  static Contributions of(TreeEnsemble trees, double shift) {
    double base = trees.meanMargin() - (trees.logistic() ? shift : 0);
    return TreeTables.fit(trees) ? new TreeTables(trees, base) : new TreePaths(trees, base);
  }
}
