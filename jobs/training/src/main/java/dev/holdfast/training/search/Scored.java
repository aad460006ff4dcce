package dev.holdfast.training.search;

import dev.holdfast.training.evaluation.Losses;
import dev.holdfast.training.evaluation.RankMetrics;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What one candidate says of the rows that train and that judge a fold, or of a part of them.
 *
 * @param seconds of fitting and scoring
 * @param peakMemory bytes, as of {@link Trial}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; arrays are what algorithms run over
record Scored(
    int candidate,
    float[] onTraining,
    byte[] trainingLabels,
    float[] onValidation,
    byte[] validationLabels,
    double seconds,
    long peakMemory)
    implements Serializable {

  /** The parts of one candidate as one. */
  static Scored joined(List<Scored> parts) {
    Scored first = parts.get(0);
    return parts.stream()
        .skip(1)
        .reduce(
            first,
            (one, other) ->
                new Scored(
                    first.candidate,
                    joined(one.onTraining, other.onTraining),
                    joined(one.trainingLabels, other.trainingLabels),
                    joined(one.onValidation, other.onValidation),
                    joined(one.validationLabels, other.validationLabels),
                    Math.max(one.seconds, other.seconds),
                    Math.max(one.peakMemory, other.peakMemory)));
  }

  private static float[] joined(float[] one, float[] other) {
    float[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  /** Judges the candidate by all rows of the fold. */
  Trial trial(int fold) {
    RankMetrics ranks = new RankMetrics(onValidation, validationLabels);
    RankMetrics.Weighted validation = ranks.weighted(row -> 1, 1);
    return new Trial(
        candidate,
        fold,
        ranks.rows(),
        (long) ranks.positives(),
        new RankMetrics(onTraining, trainingLabels).auc(),
        validation.auc(),
        validation.averagePrecision(),
        Losses.logLoss(onValidation, validationLabels),
        seconds,
        peakMemory);
  }
}
