package dev.holdfast.training.calibration;

import dev.holdfast.model.Calibrator;
import dev.holdfast.problem.Training.CalibrationMethod;
import dev.holdfast.training.evaluation.Losses;

/**
 * Scores of rows by models that did not see them, and what can be learnt from them: on scores of
 * its own training rows a model looks surer than it is.
 *
 * @param scores one a row
 * @param labels 0 or 1, one a row
 * @param folds the fold of each row, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; arrays are what algorithms run over
public record OutOfFold(float[] scores, byte[] labels, int[] folds) {

  /** The calibrator that all rows give. */
  public Calibrator calibrator(CalibrationMethod method) {
    return learn(method, scores, labels);
  }

  /**
   * The log loss of calibrated scores, each fold by what the other folds taught: without that the
   * most flexible method would always seem best.
   */
  public double logLoss(CalibrationMethod method) {
    float[] calibrated = new float[scores.length];
    int last = 0;
    for (int fold : folds) {
      last = Math.max(last, fold);
    }
    for (int fold = 0; fold <= last; fold++) {
      Calibrator calibrator = learn(method, fold);
      for (int row = 0; row < scores.length; row++) {
        if (folds[row] == fold) {
          calibrated[row] = calibrator.of(scores[row]);
        }
      }
    }
    return Losses.logLoss(calibrated, labels);
  }

  private Calibrator learn(CalibrationMethod method, int without) {
    float[] some = new float[scores.length];
    byte[] theirs = new byte[scores.length];
    int count = 0;
    for (int row = 0; row < scores.length; row++) {
      if (folds[row] != without) {
        some[count] = scores[row];
        theirs[count++] = labels[row];
      }
    }
    return learn(
        method, java.util.Arrays.copyOf(some, count), java.util.Arrays.copyOf(theirs, count));
  }

  private static Calibrator learn(CalibrationMethod method, float[] scores, byte[] labels) {
    return switch (method) {
      case NONE -> new Calibrator.Identity();
      case ISOTONIC -> IsotonicFit.fit(scores, labels);
      case PLATT -> PlattFit.fit(scores, labels);
    };
  }
}
