package dev.holdfast.training.fit;

import dev.holdfast.problem.Training.Grid;
import java.util.ArrayList;
import java.util.List;

/** The candidates of one grid: every combination of its values, the last setting fastest. */
final class GridPoints {

  private GridPoints() {}

  static List<Candidate> of(Grid grid) {
    List<Candidate> points = new ArrayList<>();
    if (grid instanceof Grid.LogisticRegression linear) {
      for (double elasticNet : linear.elasticNet()) {
        for (double regularization : linear.regularization()) {
          points.add(
              new Candidate.Linear(
                  linear.name(), regularization, elasticNet, linear.maxIterations()));
        }
      }
    } else if (grid instanceof Grid.GradientBoosting boosting) {
      addBoosted(points, boosting);
    } else if (grid instanceof Grid.DecisionTree tree) {
      for (int depth : tree.depth()) {
        for (double minChildWeight : tree.minChildWeight()) {
          points.add(Forest.tree(tree.name(), depth, minChildWeight));
        }
      }
    } else if (grid instanceof Grid.RandomForest forest) {
      addForests(points, forest);
    } else if (grid instanceof Grid.LinearSvm svm) {
      for (double regularization : svm.regularization()) {
        points.add(new LinearSvm(svm.name(), regularization, svm.maxIterations()));
      }
    } else if (grid instanceof Grid.NaiveBayes bayes) {
      for (double smoothing : bayes.smoothing()) {
        for (double varianceSmoothing : bayes.varianceSmoothing()) {
          points.add(new NaiveBayes(bayes.name(), smoothing, varianceSmoothing));
        }
      }
    } else if (grid instanceof Grid.NearestNeighbours neighbours) {
      for (int k : neighbours.k()) {
        points.add(new Neighbours(neighbours.name(), k, neighbours.maxRows()));
      }
    } else {
      throw new IllegalStateException("No candidates for " + grid);
    }
    return points;
  }

  private static void addForests(List<Candidate> points, Grid.RandomForest grid) {
    for (int depth : grid.depth()) {
      for (double minChildWeight : grid.minChildWeight()) {
        for (double subsample : grid.subsample()) {
          for (double columnSample : grid.columnSample()) {
            for (int trees : grid.trees()) {
              points.add(
                  Forest.forest(
                      grid.name(), depth, trees, minChildWeight, subsample, columnSample));
            }
          }
        }
      }
    }
  }

  private static void addBoosted(List<Candidate> points, Grid.GradientBoosting grid) {
    for (int depth : grid.depth()) {
      for (double learningRate : grid.learningRate()) {
        for (double minChildWeight : grid.minChildWeight()) {
          for (double subsample : grid.subsample()) {
            for (double columnSample : grid.columnSample()) {
              for (double l2 : grid.l2()) {
                for (int rounds : grid.rounds()) {
                  points.add(
                      new Candidate.Boosted(
                          grid.name(),
                          depth,
                          rounds,
                          learningRate,
                          minChildWeight,
                          subsample,
                          columnSample,
                          l2));
                }
              }
            }
          }
        }
      }
    }
  }
}
