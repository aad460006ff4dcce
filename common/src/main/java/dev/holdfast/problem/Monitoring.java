package dev.holdfast.problem;

/**
 * When a scored day is remarkable.
 *
 * @param driftLimit population stability index beyond which a feature or the score has drifted
 */
public record Monitoring(double driftLimit) {}
