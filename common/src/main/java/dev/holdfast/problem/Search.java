package dev.holdfast.problem;

/**
 * How the declared families are searched.
 *
 * <p>Where a method takes a number of {@code candidates}, it is what the search may spend: the cost
 * of so many candidates fitted on all rows of every fold.
 */
public sealed interface Search {

  /** Every combination of listed values is tried. */
  record EveryPoint() implements Search {}

  /** Candidates are drawn at random, each family as likely as any other. */
  record AtRandom(int candidates, long seed) implements Search {}

  /**
   * Many candidates are drawn at random and fitted on a small share of each fold's training
   * entities; the best part of them goes on to a larger share, and so on up to all (successive
   * halving: Jamieson and Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter
   * Optimization, 2016). Every rung is judged on all rows of the folds and costs about the same.
   *
   * @param reduction one of so many candidates goes on, to so many times the entities
   * @param rungs shares that are tried, the last being all
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
