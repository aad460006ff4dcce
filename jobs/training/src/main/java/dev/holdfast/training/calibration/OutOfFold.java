package dev.holdfast.training.calibration;

import dev.holdfast.model.Calibrator;
import dev.holdfast.problem.Training.CalibrationMethod;
import dev.holdfast.training.evaluation.Losses;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Scores of rows by models that did not see them, and what can be learnt from them: on scores of
 * its own training rows a model looks surer than it is.
 *
 * @param scores one a row
 * @param labels 0 or 1, one a row
 * @param parts the part of each row, from 0: what a calibrator is worth is measured on a part that
 *     it was not learnt from, so all rows of an entity are in one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; arrays are what algorithms run over
public record OutOfFold(float[] scores, byte[] labels, int[] parts) {
  /** Parts of {@link #parts(long[])}. */
  static final int PARTS = 5;

  // The simpler first.
  private static final List<CalibrationMethod> OTHERS =
      List.of(CalibrationMethod.PLATT, CalibrationMethod.ISOTONIC);
  // Odd, and near the golden ratio of all numbers: folds are remainders of the entity's number.
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** A part for each row, by its entity's number. */
  public static int[] parts(long[] entities) {
    return Arrays.stream(entities)
        .mapToInt(entity -> (int) (((entity * SPREAD) >>> 33) % PARTS))
        .toArray();
  }

  /** The calibrator that all rows give. */
  public Calibrator calibrator(CalibrationMethod method) {
    return switch (method) {
      case NONE -> new Calibrator.Identity();
      case ISOTONIC -> IsotonicFit.fit(scores, labels);
      case PLATT -> PlattFit.fit(scores, labels);
      case AUTO -> calibrator(chosen());
    };
  }

  /**
   * The simplest method that no other one beats on rows that were not learnt from: a method beats a
   * simpler one if the log loss that it saves is more than the standard error of that over the
   * parts (the rule of Breiman and others, Classification and Regression Trees, 1984).
   */
  public CalibrationMethod chosen() {
    CalibrationMethod best = CalibrationMethod.NONE;
    double[] least = partLosses(best);
    for (CalibrationMethod method : OTHERS) {
      double[] losses = partLosses(method);
      if (isLess(losses, least)) {
        least = losses;
        best = method;
      }
    }
    return best;
  }

  private double[] partLosses(CalibrationMethod method) {
    float[] calibrated = calibrated(method);
    return Arrays.stream(parts)
        .distinct()
        .mapToDouble(
            part -> {
              int[] rows = rows(each -> each == part);
              float[] own = new float[rows.length];
              byte[] theirs = new byte[rows.length];
              for (int at = 0; at < rows.length; at++) {
                own[at] = calibrated[rows[at]];
                theirs[at] = labels[rows[at]];
              }
              return Losses.logLoss(own, theirs);
            })
        .toArray();
  }

  private static boolean isLess(double[] losses, double[] than) {
    int count = losses.length;
    double saved = IntStream.range(0, count).mapToDouble(i -> than[i] - losses[i]).sum() / count;
    double squares =
        IntStream.range(0, count).mapToDouble(i -> Math.pow(than[i] - losses[i] - saved, 2)).sum();
    return saved > Math.sqrt(squares / (count - 1) / count);
  }

  private int[] rows(IntPredicate ofPart) {
    return IntStream.range(0, parts.length).filter(row -> ofPart.test(parts[row])).toArray();
  }

  /**
   * The log loss of calibrated scores, each part by what the other parts taught: without that the
   * most flexible method would always seem best. Where the method is chosen, it is chosen by the
   * other parts too.
   */
  public double logLoss(CalibrationMethod method) {
    return Losses.logLoss(calibrated(method), labels);
  }

  /** The calibrated scores, each part by what the other parts taught. */
  public float[] calibrated(CalibrationMethod method) {
    float[] calibrated = new float[scores.length];
    for (int part : Arrays.stream(parts).distinct().toArray()) {
      Calibrator calibrator = without(part).calibrator(method);
      for (int row = 0; row < scores.length; row++) {
        if (parts[row] == part) {
          calibrated[row] = calibrator.of(scores[row]);
        }
      }
    }
    return calibrated;
  }

  private OutOfFold without(int part) {
    int[] rows = rows(each -> each != part);
    float[] some = new float[rows.length];
    byte[] theirs = new byte[rows.length];
    int[] ofParts = new int[rows.length];
    for (int at = 0; at < rows.length; at++) {
      some[at] = scores[rows[at]];
      theirs[at] = labels[rows[at]];
      ofParts[at] = parts[rows[at]];
    }
    return new OutOfFold(some, theirs, ofParts);
  }
}
