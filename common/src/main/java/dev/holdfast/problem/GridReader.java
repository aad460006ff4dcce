package dev.holdfast.problem;

import dev.holdfast.problem.Training.Grid;

/** Reads one family of candidates. */
final class GridReader {
  private final String name;
  private final Block block;

  /** The kinds of candidates, as {@code kind} names them. */
  enum Kind {
    LOGISTIC_REGRESSION,
    GRADIENT_BOOSTING,
    DECISION_TREE,
    RANDOM_FOREST,
    LINEAR_SVM,
    NAIVE_BAYES,
    K_NEAREST_NEIGHBOURS
  }

  /**
   * @param block with the defaults of its kind
   */
  GridReader(String name, Block block) {
    this.name = name;
    this.block = block;
  }

  Grid read(Kind kind) {
    Grid grid =
        switch (kind) {
          case LOGISTIC_REGRESSION ->
              new Grid.LogisticRegression(
                  name,
                  Texts.numbers(block, "regularization", 0, Double.MAX_VALUE),
                  Texts.numbers(block, "elastic-net", 0, 1),
                  Texts.integer(block, "max-iterations", 1, 100_000));
          case GRADIENT_BOOSTING -> boosting();
          case DECISION_TREE ->
              new Grid.DecisionTree(
                  name,
                  Texts.integers(block, "depth", 1, 30),
                  Texts.numbers(block, "min-child-weight", 0, Double.MAX_VALUE));
          case RANDOM_FOREST ->
              new Grid.RandomForest(
                  name,
                  Texts.integers(block, "depth", 1, 30),
                  Texts.integers(block, "trees", 1, 10_000),
                  Texts.numbers(block, "min-child-weight", 0, Double.MAX_VALUE),
                  Texts.numbers(block, "subsample", 0.01, 1),
                  Texts.numbers(block, "column-sample", 0.01, 1));
          case LINEAR_SVM ->
              new Grid.LinearSvm(
                  name,
                  Texts.numbers(block, "regularization", 1e-9, Double.MAX_VALUE),
                  Texts.integer(block, "max-iterations", 1, 100_000));
          case NAIVE_BAYES ->
              new Grid.NaiveBayes(
                  name,
                  Texts.numbers(block, "smoothing", 1e-6, 1e6),
                  Texts.numbers(block, "variance-smoothing", 1e-9, 1));
          case K_NEAREST_NEIGHBOURS ->
              new Grid.NearestNeighbours(
                  name,
                  Texts.integers(block, "k", 1, 10_000),
                  Texts.integer(block, "max-rows", 1, 200_000));
        };
    block.has("kind");
    block.noMore();
    return grid;
  }

  private Grid boosting() {
    return new Grid.GradientBoosting(
        name,
        Texts.integers(block, "depth", 1, 30),
        Texts.integers(block, "rounds", 1, 100_000),
        Texts.numbers(block, "learning-rate", 1e-6, 1),
        Texts.numbers(block, "min-child-weight", 0, Double.MAX_VALUE),
        Texts.numbers(block, "subsample", 0.01, 1),
        Texts.numbers(block, "column-sample", 0.01, 1),
        Texts.numbers(block, "l2", 0, Double.MAX_VALUE));
  }
}
