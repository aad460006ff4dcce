package dev.holdfast.problem;

/**
 * How the declared families are searched.
 *
 * <p>Where a method takes a number of {@code candidates}, it is what the search may spend: the cost
 * of so many candidates fitted on every fold.
 */
public sealed interface Search {

  /** Every combination of listed values is tried. */
  record EveryPoint() implements Search {}

  /** Candidates are drawn at random, each family as likely as any other. */
  record AtRandom(int candidates, long seed) implements Search {}

  /**
   * Many candidates are drawn at random and tried on one fold; the best part of them goes on to
   * more folds, and so on up to all (successive halving: Jamieson and Talwalkar, Non-stochastic
   * Best Arm Identification and Hyperparameter Optimization, 2016). What was tried on a fold is
   * kept. A boosting of some rounds is judged at half, a quarter and so on of them too, for its fit
   * passes them on the way.
   *
   * @param reduction one of so many candidates goes on, to so many times the folds
   * @param rungs numbers of folds that are tried, the last being all; with few folds there are
   *     fewer
   */
  record Halving(int candidates, int reduction, int rungs, long seed) implements Search {}

  /**
   * Candidates are proposed where, by what was tried, good ones are denser than others
   * (tree-structured Parzen estimators: Bergstra and others, Algorithms for Hyper-Parameter
   * Optimization, 2011).
   *
   * @param batch candidates that are proposed at once, so that they can be tried at once
   */
  record Bayesian(int candidates, int batch, long seed) implements Search {}
}
