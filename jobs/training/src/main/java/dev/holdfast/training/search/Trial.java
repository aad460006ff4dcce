package dev.holdfast.training.search;

import java.io.Serializable;

/**
 * One candidate fitted on all folds but one and judged on that one.
 *
 * @param candidate its number among the candidates
 * @param seconds of fitting and judging; candidates that share a fit share its time
 * @param peakMemory most bytes of the machine's memory that the process was seen to hold when the
 *     fit began and whenever one of its candidates was judged; 0 where the system does not tell it
 */
public record Trial(
    int candidate,
    int fold,
    long rows,
    long positives,
    double trainAuc,
    double auc,
    double averagePrecision,
    double logLoss,
    double seconds,
    long peakMemory)
    implements Serializable {}
