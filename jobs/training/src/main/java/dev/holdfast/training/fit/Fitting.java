package dev.holdfast.training.fit;

/**
 * What is the same for every candidate of a search.
 *
 * @param positiveWeight weight of a positive row where a negative has 1
 * @param threads that a fit may use; its result does not depend on them
 */
public record Fitting(double positiveWeight, long seed, int threads) {}
