package dev.holdfast.problem;

import java.io.Serializable;

/**
 * When a row that happened was known: a feature row sees only what had arrived by its moment.
 *
 * <p>A row without a word on its arrival was known as soon as it happened.
 */
public sealed interface Arrival extends Serializable {

  /**
   * A column of the source that says when its row arrived; a row that arrived before it happened,
   * or where the column is null, was known as it happened.
   */
  record Column(String name) implements Arrival {}

  /**
   * Rows come up to some days late, and nobody says which.
   *
   * @param days whole days after which all rows of a day have come: none is known before
   */
  record Delay(int days) implements Arrival {}
}
