package dev.holdfast.problem;

import java.time.Period;

/**
 * What the weekly run does beside scoring.
 *
 * @param retrainAfter age of the champion's training day from which a new model is trained
 */
public record Schedule(Period retrainAfter) {}
