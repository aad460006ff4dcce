package dev.holdfast.training;

import dev.holdfast.job.JobContext;
import dev.holdfast.job.Progress.Outcome;
import dev.holdfast.model.Calibrator;
import dev.holdfast.problem.Training;
import dev.holdfast.problem.Training.CalibrationMethod;
import dev.holdfast.training.calibration.OutOfFold;
import dev.holdfast.training.data.FoldPlan;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.fit.FoldFits;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The calibrator of the chosen candidate, and what each method is worth on scores that it was not
 * learnt from.
 */
record Calibrating(Calibrator calibrator, Map<String, Double> metrics) {

  Calibrating {
    metrics = Map.copyOf(metrics);
  }

  static Outcome<Calibrating> learn(
      JobContext context,
      RowBlock rows,
      FoldPlan folds,
      Candidate candidate,
      double positiveWeight) {
    Training training = context.problem().training();
    if (training.calibration() == CalibrationMethod.NONE) {
      return new Outcome<>(new Calibrating(new Calibrator.Identity(), Map.of()), "none");
    }
    OutOfFold outOfFold =
        FoldFits.outOfFold(rows, folds.count(), candidate, positiveWeight, training.seed());
    Map<String, Double> losses = new TreeMap<>();
    for (CalibrationMethod method : CalibrationMethod.values()) {
      losses.put(name(method), outOfFold.logLoss(method));
    }
    String chosen = name(training.calibration());
    return new Outcome<>(
        new Calibrating(outOfFold.calibrator(training.calibration()), losses),
        String.format(
            Locale.ROOT,
            "%s, out-of-fold log loss %.5f (%.5f without)",
            training.calibration().name().toLowerCase(Locale.ROOT),
            losses.get(chosen),
            losses.get(name(CalibrationMethod.NONE))));
  }

  private static String name(CalibrationMethod method) {
    return "calibration." + method.name().toLowerCase(Locale.ROOT) + ".log_loss";
  }
}
