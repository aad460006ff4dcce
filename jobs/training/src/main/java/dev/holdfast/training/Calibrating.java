package dev.holdfast.training;

import dev.holdfast.job.Progress.Outcome;
import dev.holdfast.model.Calibrator;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Training.CalibrationMethod;
import dev.holdfast.problem.Training.Split;
import dev.holdfast.training.calibration.OutOfFold;
import dev.holdfast.training.data.FoldPlan;
import dev.holdfast.training.evaluation.Threshold;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is learnt from the chosen candidate's scores of rows that its models had not seen: the
 * calibrator, and the threshold above which rows are acted on.
 *
 * @param metrics what each method of calibration is worth on scores that it was not learnt from
 */
record Calibrating(Calibrator calibrator, Threshold threshold, Map<String, Double> metrics) {

  Calibrating {
    metrics = Map.copyOf(metrics);
  }

  /**
   * Learns both.
   *
   * @param days that train
   */
  static Outcome<Calibrating> learn(
      Problem problem, OutOfFold outOfFold, FoldPlan folds, List<LocalDate> days) {
    CalibrationMethod method = problem.training().calibration();
    Map<String, Double> losses = new TreeMap<>();
    for (CalibrationMethod each : CalibrationMethod.values()) {
      losses.put(name(each), outOfFold.logLoss(each));
    }
    CalibrationMethod taken = method == CalibrationMethod.AUTO ? outOfFold.chosen() : method;
    Threshold threshold =
        Threshold.learn(
            problem.decision(),
            outOfFold.calibrated(method),
            outOfFold.labels(),
            folds.judgingDays(days),
            problem.training().split() instanceof Split.Entities split
                ? 1 - split.holdoutShare()
                : 1);
    return new Outcome<>(
        new Calibrating(outOfFold.calibrator(taken), threshold, losses),
        String.format(
            Locale.ROOT,
            "%s%s, out-of-fold log loss %.5f (%.5f without)",
            written(taken),
            method == CalibrationMethod.AUTO ? " chosen" : "",
            losses.get(name(method)),
            losses.get(name(CalibrationMethod.NONE))));
  }

  private static String name(CalibrationMethod method) {
    return "calibration." + written(method) + ".log_loss";
  }

  private static String written(CalibrationMethod method) {
    return method.name().toLowerCase(Locale.ROOT);
  }
}
