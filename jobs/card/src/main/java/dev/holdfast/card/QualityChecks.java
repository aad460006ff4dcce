package dev.holdfast.card;

import dev.holdfast.card.Check.Result;
import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Group;
import dev.holdfast.model.Evaluation.Leak;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the figures themselves say of a model, whatever rules are declared. */
final class QualityChecks {
  // Fewer positives than these tell nothing, or little.
  private static final int TOO_FEW = 30;
  private static final int FEW = 100;
  // A sum of probabilities that is further from the outcomes misleads whoever plans by it.
  private static final double MOST_OFF = 0.1;
  // Of bins whose 95 % intervals hold their probability by chance alone.
  private static final double MOST_OUTSIDE = 0.25;
  private static final double MOST_FORGOTTEN = 0.1;
  private static final int NAMED = 3;

  /** The title of the check that the data are real. */
  static final String DEMONSTRATION = "Data";

  private QualityChecks() {}

  static List<Check> of(ModelFacts facts) {
    List<Check> checks = new ArrayList<>();
    if (facts.isDemonstration()) {
      checks.add(
          new Check(
              Result.FAILED,
              DEMONSTRATION,
              "It was trained on generated data and must not be used on anybody. What follows is what the page would say if the data were real."));
    }
    checks.add(enough(facts));
    checks.add(ranks(facts));
    facts.evaluation().ifPresent(evaluation -> checks.add(calibrated(facts, evaluation)));
    checks.add(overfitted(facts));
    facts.evaluation().ifPresent(evaluation -> checks.add(leaks(facts, evaluation)));
    facts.evaluation().ifPresent(evaluation -> checks.add(GroupsCheck.of(facts, evaluation)));
    checks.add(pays(facts));
    checks.add(DriftCheck.of(facts));
    return checks;
  }

  private static Check enough(ModelFacts facts) {
    double positives = facts.metric("holdout.positives");
    return new Check(
        positives < TOO_FEW ? Result.FAILED : positives < FEW ? Result.CAUTION : Result.PASSED,
        "Enough to judge by",
        "%s held-out rows of %s, %s of them positive (%s)."
            .formatted(
                Figures.count(facts.metric("holdout.rows")),
                Figures.counted(facts.heldOutDays().size(), "day"),
                Figures.count(positives),
                Figures.percent(facts.base())));
  }

  private static Check ranks(ModelFacts facts) {
    double low = facts.metric("holdout.auc.low");
    return new Check(
        low > 0.5 ? Result.PASSED : Result.FAILED,
        "Ranking",
        "AUC %s on held-out rows (95 %% interval %s; chance is 0.5). The highest tenth holds %s times as many positives as a random tenth (%s)."
            .formatted(
                Figures.number(facts.metric("holdout.auc"), 3),
                Figures.interval(low, facts.metric("holdout.auc.high"), 3),
                Figures.number(facts.metric("holdout.lift_10"), 2),
                Figures.interval(
                    facts.metric("holdout.lift_10.low"), facts.metric("holdout.lift_10.high"), 2)));
  }

  private static Check calibrated(ModelFacts facts, Evaluation evaluation) {
    double said =
        evaluation.calibrated().stream().mapToDouble(bin -> bin.rows() * bin.predicted()).sum();
    double came = facts.metric("holdout.positives");
    long outside = evaluation.calibrated().stream().filter(QualityChecks::isOutside).count();
    double off = said / came - 1;
    // By chance alone a count is this far off once in twenty times.
    double chance = 1.96 / Math.sqrt(came);
    boolean bad =
        Math.abs(off) > Math.max(MOST_OFF, chance)
            || outside > MOST_OUTSIDE * evaluation.calibrated().size();
    return new Check(
        bad ? Result.CAUTION : Result.PASSED,
        "Calibration",
        "It foretold %s positives, %s came (%s %%); of %s, %d lie outside what came, by 95 %% intervals; calibration error %s."
            .formatted(
                Figures.count(said),
                Figures.count(came),
                Figures.signed(100 * off, 1),
                Figures.counted(evaluation.calibrated().size(), "bin"),
                outside,
                Figures.number(facts.metric("holdout.ece"), 4)));
  }

  private static boolean isOutside(Group bin) {
    return bin.predicted() < bin.low() || bin.predicted() > bin.high();
  }

  private static Check overfitted(ModelFacts facts) {
    String metric = facts.ranking();
    double training = facts.metric("train." + metric);
    double validation = facts.metric("cv." + metric);
    double heldOut = facts.metric("holdout." + metric);
    boolean lessIsBetter = metric.equals("log_loss");
    double forgotten = facts.metric("overfit.train_to_cv") / (lessIsBetter ? validation : 1);
    boolean lost =
        lessIsBetter
            ? validation < facts.metric("holdout." + metric + ".low")
            : validation > facts.metric("holdout." + metric + ".high");
    return new Check(
        forgotten > MOST_FORGOTTEN || lost ? Result.CAUTION : Result.PASSED,
        "Overfitting",
        "%s %s on its training rows, %s cross-validated, %s held out%s."
            .formatted(
                Figures.metric(metric),
                Figures.number(training, 4),
                Figures.number(validation, 4),
                Figures.number(heldOut, 4),
                lost ? ": worse on the held-out days than the folds foretold" : ""));
  }

  private static Check leaks(ModelFacts facts, Evaluation evaluation) {
    String title = "Leaks";
    if (evaluation.leaks().isEmpty()) {
      return new Check(
          Result.PASSED,
          title,
          "Of %s none alone ranks rows better than AUC %s, or %s better or worse in training than held out."
              .formatted(
                  Figures.counted(facts.features().size(), "feature"),
                  facts.problem().training().leak().auc(),
                  facts.problem().training().leak().jump()));
    }
    return new Check(
        Result.CAUTION,
        title,
        "%s suspected: %s. If one is filled in after the outcome, the model is worth nothing in use."
            .formatted(
                evaluation.leaks().size() == 1 ? "One is" : evaluation.leaks().size() + " are",
                evaluation.leaks().stream()
                    .limit(NAMED)
                    .map(QualityChecks::said)
                    .collect(Collectors.joining(", "))));
  }

  private static String said(Leak leak) {
    return "%s (alone AUC %s in training, %s held out)"
        .formatted(
            leak.feature(), Figures.number(leak.training(), 3), Figures.number(leak.heldOut(), 3));
  }

  private static Check pays(ModelFacts facts) {
    double gain = facts.metric("decision.gain");
    String title = "Decision";
    String words =
        "Of those it would act on %s are positive (%s of all rows are), and they are %s of all positives."
            .formatted(
                Figures.percent(facts.metric("holdout.precision")),
                Figures.percent(facts.base()),
                Figures.percent(facts.metric("holdout.recall")));
    if (Double.isNaN(gain)) {
      return new Check(
          facts.metric("holdout.precision") > facts.base() ? Result.PASSED : Result.FAILED,
          title,
          words);
    }
    return new Check(
        gain > 0 ? Result.PASSED : Result.FAILED,
        title,
        "By the declared costs and values, acting on the held-out rows above the learnt threshold gains %s. %s"
            .formatted(Figures.count(gain), words));
  }
}
