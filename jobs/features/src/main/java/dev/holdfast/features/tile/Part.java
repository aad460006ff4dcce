package dev.holdfast.features.tile;

import java.io.Serializable;

/**
 * A partial result that a tile keeps of each day.
 *
 * @param column its array in the table of tiles
 * @param input which of the layout's inputs it is made of; {@link #NO_INPUT} where rows are counted
 *     whatever is in them
 * @param type of one day's value
 */
public record Part(String column, Kind kind, int input, ValueType type) implements Serializable {
  public static final int NO_INPUT = -1;

  /** What is kept of a day's values that are not missing. */
  public enum Kind {
    /** How many there are. */
    COUNT("n"),
    /** Their sum, 0 of none. */
    SUM("sum"),
    /** The sum of their squared differences from their mean, 0 of none. */
    SQUARES("squares"),
    /** The least, missing of none. */
    LEAST("least"),
    /** The greatest, missing of none. */
    GREATEST("greatest"),
    /** The latest by time, of several at one time the greatest; missing of none. */
    LATEST("latest"),
    /** How often each of them occurs; missing of none. */
    FREQUENCIES("frequencies"),
    /** A HyperLogLog sketch of them; missing of none. */
    SKETCH("sketch");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }

    String columnOf(String aggregate) {
      return aggregate + "_" + suffix;
    }
  }
}
