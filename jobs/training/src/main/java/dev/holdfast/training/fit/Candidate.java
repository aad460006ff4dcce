package dev.holdfast.training.fit;

import dev.holdfast.problem.Training.Grid;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One point of a grid: what is fitted, once a fold. */
public sealed interface Candidate extends Serializable {

  /** The name of its grid in the problem file. */
  String grid();

  /** What kind of model it is, as the problem file writes it. */
  String kind();

  /** Its settings by the names that the problem file gives them. */
  Map<String, String> parameters();

  /** Its name: the grid and the settings. */
  default String name() {
    StringBuilder name = new StringBuilder(grid());
    parameters().forEach((key, value) -> name.append(' ').append(key).append('=').append(value));
    return name.toString();
  }

  /** A logistic regression. */
  record Linear(String grid, double regularization, double elasticNet, int maxIterations)
      implements Candidate {
    @Override
    public String kind() {
      return "logistic-regression";
    }

    @Override
    public Map<String, String> parameters() {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("regularization", Double.toString(regularization));
      parameters.put("elastic-net", Double.toString(elasticNet));
      return parameters;
    }
  }

  /** Gradient boosted trees. */
  record Boosted(
      String grid,
      int depth,
      int rounds,
      double learningRate,
      double minChildWeight,
      double subsample,
      double columnSample,
      double l2)
      implements Candidate {
    @Override
    public String kind() {
      return "gradient-boosting";
    }

    @Override
    public Map<String, String> parameters() {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("depth", Integer.toString(depth));
      parameters.put("rounds", Integer.toString(rounds));
      parameters.put("learning-rate", Double.toString(learningRate));
      parameters.put("min-child-weight", Double.toString(minChildWeight));
      parameters.put("subsample", Double.toString(subsample));
      parameters.put("column-sample", Double.toString(columnSample));
      parameters.put("l2", Double.toString(l2));
      return parameters;
    }

    /** The same with another number of rounds. */
    public Boosted withRounds(int other) {
      return new Boosted(
          grid, depth, other, learningRate, minChildWeight, subsample, columnSample, l2);
    }
  }

  /** Every point of the grids, in their order. */
  static List<Candidate> of(List<Grid> grids) {
    List<Candidate> candidates = new ArrayList<>();
    for (Grid grid : grids) {
      if (grid instanceof Grid.LogisticRegression linear) {
        for (double elasticNet : linear.elasticNet()) {
          for (double regularization : linear.regularization()) {
            candidates.add(
                new Linear(linear.name(), regularization, elasticNet, linear.maxIterations()));
          }
        }
      } else if (grid instanceof Grid.GradientBoosting boosted) {
        addAll(candidates, boosted);
      }
    }
    return candidates;
  }

  private static void addAll(List<Candidate> candidates, Grid.GradientBoosting grid) {
    for (int depth : grid.depth()) {
      for (double learningRate : grid.learningRate()) {
        for (double minChildWeight : grid.minChildWeight()) {
          for (double subsample : grid.subsample()) {
            for (double columnSample : grid.columnSample()) {
              for (double l2 : grid.l2()) {
                for (int rounds : grid.rounds()) {
                  candidates.add(
                      new Boosted(
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
