package dev.holdfast.training.search;

import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.Fitting;
import dev.holdfast.training.fit.Fold;
import dev.holdfast.training.fit.Judge;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * What one task does: the candidates of one fold that share a fit. Those that differ in their
 * rounds alone are read off one boosting; those that differ in the strength of their penalty alone
 * follow one path.
 *
 * @param candidates by their numbers
 */
record Unit(int fold, Map<Integer, Candidate> candidates) implements Serializable {

  /** The units of all candidates on some folds, the longest first. */
  static List<Unit> of(List<Candidate> candidates, List<Integer> folds) {
    Map<String, Map<Integer, Candidate>> sharing = new LinkedHashMap<>();
    for (int number = 0; number < candidates.size(); number++) {
      Candidate candidate = candidates.get(number);
      String key = candidate.grid() + " " + candidate.key();
      sharing.computeIfAbsent(key, each -> new TreeMap<>()).put(number, candidate);
    }
    List<Unit> units = new ArrayList<>();
    for (Map<Integer, Candidate> group : sharing.values()) {
      // All folds of a candidate together: a search that ends early has whole candidates to rank.
      for (int fold : folds) {
        units.add(new Unit(fold, group));
      }
    }
    units.sort(Comparator.comparingInt(Unit::effort).reversed());
    return units;
  }

  /** The same in an order for matrices that trials of one fold at a time can use. */
  static List<Unit> byFold(List<Unit> units) {
    return units.stream().sorted(Comparator.comparingInt(Unit::fold)).toList();
  }

  /** The same without some candidates, told by their numbers. */
  Unit without(IntPredicate some) {
    Map<Integer, Candidate> others = new TreeMap<>(candidates);
    others.keySet().removeIf(some::test);
    return new Unit(fold, others);
  }

  private int effort() {
    return candidates.values().stream().mapToInt(Candidate::effort).max().orElse(0);
  }

  /** Whether all of its candidates can be fitted on parts of the rows. */
  boolean isParted() {
    return candidates.values().stream().allMatch(Candidate::isParted);
  }

  /** As one of many tasks: of one thread, since Spark has the others. */
  List<Trial> run(FoldMatrices matrices, Fitting fitting) {
    return scored(matrices, fitting.single()).stream().map(each -> each.trial(fold)).toList();
  }

  /** Fits the candidates, and scores the rows of the matrices by them. */
  List<Scored> scored(FoldMatrices matrices, Fitting fitting) {
    Candidate first = candidates.values().iterator().next();
    List<Scored> scored = new ArrayList<>();
    ResidentMemory memory = new ResidentMemory();
    long started = System.nanoTime();
    try {
      first.onFold(
          new SharedFold(matrices),
          candidates,
          fitting,
          (number, onTraining, onValidation) ->
              scored.add(
                  new Scored(
                      number,
                      onTraining,
                      matrices.trainingLabels(),
                      onValidation,
                      matrices.validationLabels(),
                      (System.nanoTime() - started) / 1e9,
                      memory.most())));
    } catch (XGBoostError failed) {
      throw new IllegalStateException(
          "Cannot fit %s: %s".formatted(first.name(), failed.getMessage()), failed);
    }
    return scored;
  }

  /** What the fits see of the matrices of a fold. */
  private record SharedFold(FoldMatrices matrices) implements Fold {
    @Override
    public byte[] trainingLabels() {
      return matrices.allTrainingLabels();
    }

    @Override
    public RowBlock training() {
      return matrices.training();
    }

    @Override
    public RowBlock validation() {
      return matrices.validation();
    }

    @Override
    public DMatrix trainingMatrix() throws XGBoostError {
      return matrices.trainingMatrix();
    }

    @Override
    public void judge(int candidate, Booster booster, double shift, Judge judge)
        throws XGBoostError {
      matrices.judge(candidate, booster, shift, judge);
    }
  }
}
