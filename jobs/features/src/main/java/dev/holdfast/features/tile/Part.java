package dev.holdfast.features.tile;

import java.io.Serializable;

/**
 * A partial result that a tile keeps of each day.
 *
 * @param input which of the layout's inputs it is made of; {@link #NO_INPUT} where rows are counted
 *     whatever is in them
 * @param type of one day's value
 */
public record Part(Kind kind, int input, ValueType type) implements Serializable {
  public static final int NO_INPUT = -1;

  /** What is kept of a day's values that are not missing. */
  public enum Kind {
    /** How many there are. */
    COUNT,
    /** Their sum, 0 of none. */
    SUM,
    /** The sum of their squared differences from their mean, 0 of none. */
    SQUARES,
    /** The least, missing of none. */
    LEAST,
    /** The greatest, missing of none. */
    GREATEST,
    /** The latest by time, of several at one time the greatest; missing of none. */
    LATEST,
    /** How often each of them occurs; missing of none. */
    FREQUENCIES,
    /** A HyperLogLog sketch of them; missing of none. */
    SKETCH
  }
}
