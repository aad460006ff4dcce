package dev.holdfast.training.search;

import java.io.Serializable;

/**
 * One candidate fitted on all folds but one and judged on that one.
 *
 * @param candidate its number among the candidates
 * @param seconds of fitting and judging; candidates that share a fit share its time
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
    double seconds)
    implements Serializable {}
