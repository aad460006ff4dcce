package dev.holdfast.training.space;

/**
 * A point that was tried.
 *
 * @param loss what it came to; less is better
 */
public record Scored(Point point, double loss) {}
