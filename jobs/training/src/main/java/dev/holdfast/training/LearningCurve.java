package dev.holdfast.training;

import dev.holdfast.job.JobContext;
import dev.holdfast.job.Progress.Outcome;
import dev.holdfast.problem.Training;
import dev.holdfast.problem.Training.Budget;
import dev.holdfast.training.calibration.OutOfFold;
import dev.holdfast.training.data.FoldPlan;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.Fitting;
import dev.holdfast.training.search.FoldScores;
import dev.holdfast.training.search.GridSearch;
import dev.holdfast.training.search.Trial;
import dev.holdfast.training.search.TrialLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How the chosen candidate's cross-validated metric depends on how many rows it is fitted on, and
 * of boosting on how many rounds: whether more of either would help.
 */
final class LearningCurve {
  private static final double[] SHARES = {0.125, 0.25, 0.5};
  private static final double[] ROUNDS = {0.25, 0.5, 0.75, 1, 1.5};
  // With fewer of a class in a fold's training rows there is nothing to be seen.
  private static final int LEAST_OF_A_CLASS = 10;

  private final JobContext context;
  private final Training stated;
  private final Balancing balancing;
  private final FoldPlan folds;
  private final Map<String, Double> metrics = new TreeMap<>();
  private final List<String> words = new ArrayList<>();

  LearningCurve(JobContext context, Balancing balancing, FoldPlan folds) {
    this.context = context;
    this.stated = context.problem().training();
    this.balancing = balancing;
    this.folds = folds;
  }

  /**
   * The curve, and what it comes by on the way.
   *
   * @param metrics by names such as {@code curve.rows_050.auc} and {@code curve.rounds_120.auc}
   * @param outOfFold the chosen candidate's scores of rows that its models had not seen
   */
  record Drawn(Map<String, Double> metrics, OutOfFold outOfFold) {
    Drawn {
      metrics = Map.copyOf(metrics);
    }
  }

  Outcome<Drawn> of(Candidate best) {
    List<String> byRows = new ArrayList<>();
    for (double share : SHARES) {
      RowBlock rows = balancing.rows().trainingShare(share);
      if (isEnough(rows)) {
        byRows.add(point(share, tried(rows, share, best), 0));
      }
    }
    FoldScores all;
    // Of boosting, all rounds on all rows are one point of both curves.
    if (best instanceof Candidate.Boosted boosted) {
      int[] rounds = rounds(boosted);
      int own = Arrays.binarySearch(rounds, boosted.rounds());
      all = scored(IntStream.of(rounds).mapToObj(boosted::withRounds).toList(), own);
      byRows.add(point(1, all.trials(), own));
      words.add("by rows " + String.join(", ", byRows));
      words.add("by rounds " + String.join(", ", byRounds(rounds, all.trials())));
    } else {
      all = scored(List.of(best), 0);
      byRows.add(point(1, all.trials(), 0));
      words.add("by rows " + String.join(", ", byRows));
    }
    return new Outcome<>(
        new Drawn(metrics, all.outOfFold()),
        TrainingJob.written(stated.metric()) + " " + String.join("; ", words));
  }

  private FoldScores scored(List<? extends Candidate> plain, int own) {
    return FoldScores.of(
        balancing.rows(),
        folds.count(),
        plain.stream().map(balancing::candidate).toList(),
        own,
        Fitting.of(stated, balancing.positiveWeight()));
  }

  // Ascending, the candidate's own among them.
  private static int[] rounds(Candidate.Boosted best) {
    return IntStream.range(0, ROUNDS.length)
        .map(step -> Math.max(1, (int) Math.round(best.rounds() * ROUNDS[step])))
        .distinct()
        .toArray();
  }

  private List<String> byRounds(int[] rounds, List<Trial> trials) {
    List<String> points = new ArrayList<>();
    for (int number = 0; number < rounds.length; number++) {
      double value = put("rounds_%03d".formatted(rounds[number]), trials, number);
      points.add(String.format(Locale.ROOT, "%d %.4f", rounds[number], value));
    }
    return points;
  }

  private String point(double share, List<Trial> trials, int candidate) {
    long percent = Math.round(100 * share);
    double value = put("rows_%03d".formatted(percent), trials, candidate);
    return String.format(Locale.ROOT, "%d %% %.4f", percent, value);
  }

  private boolean isEnough(RowBlock rows) {
    return IntStream.range(0, folds.count())
        .mapToObj(fold -> rows.slice(fold, false))
        .allMatch(
            part -> Math.min(part.positives(), part.rows() - part.positives()) >= LEAST_OF_A_CLASS);
  }

  private List<Trial> tried(RowBlock rows, double share, Candidate plain) {
    return new GridSearch(
            context.record().runId() + " curve " + share,
            folds.count(),
            stated.metric(),
            Fitting.of(stated, balancing.positiveWeight()))
        .run(
            context.spark(),
            rows,
            List.of(balancing.candidate(plain)),
            TrialLog.none(),
            Budget.unlimited(),
            state -> {})
        .trials();
  }

  private double put(String point, List<Trial> trials, int candidate) {
    List<Trial> own = trials.stream().filter(each -> each.candidate() == candidate).toList();
    double train = own.stream().mapToDouble(Trial::trainAuc).average().orElseThrow();
    double value =
        own.stream()
            .mapToDouble(
                each ->
                    switch (stated.metric()) {
                      case AUC -> each.auc();
                      case AVERAGE_PRECISION -> each.averagePrecision();
                      case LOG_LOSS -> each.logLoss();
                    })
            .average()
            .orElseThrow();
    metrics.put("curve." + point + ".train_auc", train);
    metrics.put("curve." + point + "." + TrainingJob.written(stated.metric()), value);
    return value;
  }
}
