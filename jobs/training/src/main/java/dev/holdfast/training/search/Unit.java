package dev.holdfast.training.search;

import dev.holdfast.model.BoostedTrees;
import dev.holdfast.model.LinearModel;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.evaluation.Losses;
import dev.holdfast.training.evaluation.RankMetrics;
import dev.holdfast.training.fit.BoostedFit;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.LogisticFit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  /** The units of all candidates and folds, the longest first. */
  static List<Unit> of(List<Candidate> candidates, int folds) {
    Map<String, Map<Integer, Candidate>> sharing = new LinkedHashMap<>();
    for (int number = 0; number < candidates.size(); number++) {
      Candidate candidate = candidates.get(number);
      sharing.computeIfAbsent(fit(candidate), each -> new TreeMap<>()).put(number, candidate);
    }
    List<Unit> units = new ArrayList<>();
    for (Map<Integer, Candidate> group : sharing.values()) {
      // All folds of a candidate together: a search that ends early has whole candidates to rank.
      for (int fold = 0; fold < folds; fold++) {
        units.add(new Unit(fold, group));
      }
    }
    units.sort(Comparator.comparingInt(Unit::effort).reversed());
    return units;
  }

  private static String fit(Candidate candidate) {
    if (candidate instanceof Candidate.Boosted boosted) {
      return boosted.withRounds(0).name();
    }
    Candidate.Linear linear = (Candidate.Linear) candidate;
    return new Candidate.Linear(linear.grid(), 0, linear.elasticNet(), linear.maxIterations())
        .name();
  }

  private int effort() {
    return candidates.values().stream()
        .mapToInt(
            candidate ->
                candidate instanceof Candidate.Boosted boosted
                    ? boosted.rounds() * boosted.depth()
                    : 50)
        .max()
        .orElse(0);
  }

  List<Trial> run(FoldMatrices fold, double positiveWeight, long seed) {
    Candidate first = candidates.values().iterator().next();
    try {
      return first instanceof Candidate.Boosted
          ? boosted(fold, positiveWeight, seed)
          : linear(fold, positiveWeight);
    } catch (XGBoostError failed) {
      throw new IllegalStateException(
          "Cannot fit %s: %s".formatted(first.name(), failed.getMessage()), failed);
    }
  }

  private List<Trial> boosted(FoldMatrices fold, double positiveWeight, long seed)
      throws XGBoostError {
    Map<Integer, Integer> byRounds = new TreeMap<>();
    candidates.forEach(
        (number, candidate) -> byRounds.put(((Candidate.Boosted) candidate).rounds(), number));
    int most = byRounds.keySet().stream().max(Integer::compare).orElseThrow();
    Candidate.Boosted longest = (Candidate.Boosted) candidates.get(byRounds.get(most));
    DMatrix training = fold.trainingMatrix();
    DMatrix validation = fold.validationMatrix();
    double shift = Math.log(positiveWeight);
    List<Trial> trials = new ArrayList<>();
    long started = System.nanoTime();
    BoostedFit.fit(
        training,
        Map.of("training", training, "validation", validation),
        longest,
        positiveWeight,
        seed,
        1,
        byRounds.keySet(),
        (booster, rounds) ->
            trials.add(
                trial(
                    byRounds.get(rounds),
                    fold,
                    shifted(booster.predict(training), shift),
                    shifted(booster.predict(validation), shift),
                    started)));
    return trials;
  }

  private List<Trial> linear(FoldMatrices fold, double positiveWeight) {
    long started = System.nanoTime();
    LogisticFit fit = new LogisticFit(fold.training(), positiveWeight);
    List<Trial> trials = new ArrayList<>();
    candidates.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> -strength(entry.getValue())))
        .forEach(
            entry -> {
              LinearModel model = fit.fit((Candidate.Linear) entry.getValue());
              trials.add(
                  trial(
                      entry.getKey(),
                      fold,
                      model.probabilities(fold.training().values(), fold.training().rows()),
                      model.probabilities(fold.validation().values(), fold.validation().rows()),
                      started));
            });
    return trials;
  }

  private static double strength(Candidate candidate) {
    return ((Candidate.Linear) candidate).regularization();
  }

  private Trial trial(
      int candidate,
      FoldMatrices matrices,
      float[] onTraining,
      float[] onValidation,
      long started) {
    RowBlock validation = matrices.validation();
    RankMetrics ranks = new RankMetrics(onValidation, validation.labels());
    return new Trial(
        candidate,
        fold,
        validation.rows(),
        validation.positives(),
        new RankMetrics(onTraining, matrices.training().labels()).auc(),
        ranks.auc(),
        ranks.averagePrecision(),
        Losses.logLoss(onValidation, validation.labels()),
        (System.nanoTime() - started) / 1e9);
  }

  private static float[] shifted(float[][] predicted, double shift) {
    float[] probabilities = new float[predicted.length];
    for (int row = 0; row < predicted.length; row++) {
      probabilities[row] = BoostedTrees.shifted(predicted[row][0], shift);
    }
    return probabilities;
  }
}
