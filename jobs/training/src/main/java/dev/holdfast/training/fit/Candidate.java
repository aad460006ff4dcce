package dev.holdfast.training.fit;

import dev.holdfast.model.ScoringModel;
import dev.holdfast.problem.Training.Grid;
import dev.holdfast.training.data.RowBlock;
import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * One point of a grid: what is fitted, once a fold. Every kind of model is one record; the search
 * knows no other thing of it than this interface.
 */
public sealed interface Candidate extends Serializable
    permits Blend,
        Candidate.Linear,
        Candidate.Boosted,
        DownSampled,
        Forest,
        LinearSvm,
        NaiveBayes,
        Neighbours {

  /** The name of its grid in the problem file. */
  String grid();

  /** What kind of model it is, as the problem file writes it. */
  String kind();

  /** Its settings by the names that the problem file gives them. */
  Map<String, String> parameters();

  /** About how long a fit takes beside those of others; the longest are begun first. */
  int effort();

  /** Fits it on all these rows. */
  ScoringModel fit(RowBlock rows, Fitting fitting);

  /** Its name: the grid and the settings. */
  default String name() {
    StringBuilder name = new StringBuilder(grid());
    parameters().forEach((key, value) -> name.append(' ').append(key).append('=').append(value));
    return name.toString();
  }

  /** Whether its fits on a fold need no more of the rows than a matrix of a part in each task. */
  default boolean isParted() {
    return false;
  }

  /** Candidates of one grid with the same key are served by one call of {@link #onFold}. */
  default String key() {
    return name();
  }

  /**
   * Fits the candidates that share this one's key on a fold, and has each judged once.
   *
   * @param sharing by their numbers; this one is among them
   * @throws XGBoostError if the library fails
   */
  default void onFold(Fold fold, Map<Integer, Candidate> sharing, Fitting fitting, Judge judge)
      throws XGBoostError {
    sharing.forEach(
        (number, candidate) -> judge.judge(number, candidate.fit(fold.training(), fitting), fold));
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
      parameters.put("max-iterations", Integer.toString(maxIterations));
      return parameters;
    }

    @Override
    public int effort() {
      return 50;
    }

    @Override
    public String key() {
      return new Linear(grid, 0, elasticNet, maxIterations).name();
    }

    @Override
    public ScoringModel fit(RowBlock rows, Fitting fitting) {
      return new LogisticFit(rows, fitting.positiveWeight()).fit(this);
    }

    @Override
    public void onFold(Fold fold, Map<Integer, Candidate> sharing, Fitting fitting, Judge judge) {
      LogisticFit path = new LogisticFit(fold.training(), fitting.positiveWeight());
      sharing.entrySet().stream()
          .map(each -> Map.entry(each.getKey(), (Linear) each.getValue()))
          .sorted(Comparator.comparingDouble(each -> -each.getValue().regularization()))
          .forEach(each -> judge.judge(each.getKey(), path.fit(each.getValue()), fold));
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
    /** The setting that one fit serves all smaller values of. */
    public static final String ROUNDS = "rounds";

    @Override
    public String kind() {
      return "gradient-boosting";
    }

    @Override
    public Map<String, String> parameters() {
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("depth", Integer.toString(depth));
      parameters.put(ROUNDS, Integer.toString(rounds));
      parameters.put("learning-rate", Double.toString(learningRate));
      parameters.put("min-child-weight", Double.toString(minChildWeight));
      parameters.put("subsample", Double.toString(subsample));
      parameters.put("column-sample", Double.toString(columnSample));
      parameters.put("l2", Double.toString(l2));
      return parameters;
    }

    @Override
    public int effort() {
      return rounds * depth;
    }

    @Override
    public String key() {
      return withRounds(0).name();
    }

    @Override
    public boolean isParted() {
      return true;
    }

    @Override
    public ScoringModel fit(RowBlock rows, Fitting fitting) {
      return BoostedFit.model(rows, this, fitting);
    }

    @Override
    public void onFold(Fold fold, Map<Integer, Candidate> sharing, Fitting fitting, Judge judge)
        throws XGBoostError {
      Map<Integer, Integer> byRounds = new TreeMap<>();
      sharing.forEach((number, each) -> byRounds.put(((Boosted) each).rounds(), number));
      BoostedFit.onFold(
          fold, withRounds(Collections.max(byRounds.keySet())), byRounds, fitting, judge);
    }

    /** The same with another number of rounds. */
    public Boosted withRounds(int other) {
      return new Boosted(
          grid, depth, other, learningRate, minChildWeight, subsample, columnSample, l2);
    }
  }

  /** Every point of the grids, in their order. */
  static List<Candidate> of(List<Grid> grids) {
    return grids.stream().flatMap(grid -> GridPoints.of(grid).stream()).toList();
  }
}
