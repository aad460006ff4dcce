package dev.holdfast.problem;

import dev.holdfast.problem.Training.Grid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A declared family of candidates: its kind, and for each of its settings what values it may have.
 *
 * @param settings all settings of the kind, in the order of their declaration
 */
public record Space(String name, Kind kind, List<Setting> settings) {

  public Space {
    settings = List.copyOf(settings);
  }

  /** The kinds of candidates, as {@code kind} names them. */
  public enum Kind {
    LOGISTIC_REGRESSION,
    GRADIENT_BOOSTING,
    DECISION_TREE,
    RANDOM_FOREST,
    LINEAR_SVM,
    NAIVE_BAYES,
    K_NEAREST_NEIGHBOURS
  }

  /** What values one setting may have; whole ones are held as doubles too. */
  public sealed interface Setting {
    String name();

    /** One of some values. */
    record Listed(String name, List<Double> values) implements Setting {
      public Listed {
        values = List.copyOf(values);
      }
    }

    /**
     * Any value from {@code from} to {@code to}, both included.
     *
     * @param whole whether only whole numbers are
     * @param logarithmic whether equal ratios, not equal differences, are equally far apart
     */
    record Range(String name, double from, double to, boolean whole, boolean logarithmic)
        implements Setting {}
  }

  /** Whether every setting is a list, so that the family has a last candidate. */
  public boolean isGrid() {
    return settings.stream().allMatch(Setting.Listed.class::isInstance);
  }

  /**
   * Every combination of the listed values.
   *
   * @throws IllegalStateException if a setting is a range; the reader lets none pass where a grid
   *     is asked for
   */
  public Grid grid() {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (Setting setting : settings) {
      if (!(setting instanceof Setting.Listed listed)) {
        throw new IllegalStateException("%s of %s is a range".formatted(setting.name(), name));
      }
      values.put(setting.name(), listed.values());
    }
    return grid(values);
  }

  /** The grid of one point. */
  public Grid at(Map<String, Double> point) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    settings.forEach(each -> values.put(each.name(), List.of(point.get(each.name()))));
    return grid(values);
  }

  private Grid grid(Map<String, List<Double>> values) {
    Values of = new Values(values);
    return switch (kind) {
      case LOGISTIC_REGRESSION ->
          new Grid.LogisticRegression(
              name, of.reals("regularization"), of.reals("elastic-net"), of.one("max-iterations"));
      case GRADIENT_BOOSTING ->
          new Grid.GradientBoosting(
              name,
              of.wholes("depth"),
              of.wholes("rounds"),
              of.reals("learning-rate"),
              of.reals("min-child-weight"),
              of.reals("subsample"),
              of.reals("column-sample"),
              of.reals("l2"));
      case DECISION_TREE ->
          new Grid.DecisionTree(name, of.wholes("depth"), of.reals("min-child-weight"));
      case RANDOM_FOREST ->
          new Grid.RandomForest(
              name,
              of.wholes("depth"),
              of.wholes("trees"),
              of.reals("min-child-weight"),
              of.reals("subsample"),
              of.reals("column-sample"));
      case LINEAR_SVM ->
          new Grid.LinearSvm(name, of.reals("regularization"), of.one("max-iterations"));
      case NAIVE_BAYES ->
          new Grid.NaiveBayes(name, of.reals("smoothing"), of.reals("variance-smoothing"));
      case K_NEAREST_NEIGHBOURS ->
          new Grid.NearestNeighbours(name, of.wholes("k"), of.one("max-rows"));
    };
  }

  private record Values(Map<String, List<Double>> all) {
    List<Double> reals(String setting) {
      return all.get(setting);
    }

    List<Integer> wholes(String setting) {
      return reals(setting).stream().map(value -> (int) Math.round(value)).toList();
    }

    int one(String setting) {
      return wholes(setting).get(0);
    }
  }
}
