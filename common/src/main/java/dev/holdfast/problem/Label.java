package dev.holdfast.problem;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/**
 * What a row turns out to be: positive when, from {@code gap} after its moment and for {@code
 * horizon}, an event happens (or stays away).
 *
 * @param time the column that dates the event; the source's event time unless declared
 * @param match columns on which the event must agree with the row; the entity unless declared
 * @param left what becomes of a row without the event whose entity leaves the spine's population
 *     before the horizon ends; unless declared, as of a row whose entity stays
 */
public record Label(
    String source,
    Optional<String> where,
    String time,
    Outcome positive,
    List<String> match,
    Period gap,
    Period horizon,
    Optional<Leaving> left) {

  public Label {
    match = List.copyOf(match);
  }

  /** The first day on which the outcome of every row of {@code asOf} is known. */
  public LocalDate matureOn(LocalDate asOf) {
    return asOf.plus(gap).plus(horizon);
  }

  /** What makes a row positive. */
  public enum Outcome {
    OCCURS,
    ABSENT
  }

  /**
   * How a row is labelled that was not watched to the end of its horizon, for its entity left
   * before it: what would have happened is not known.
   */
  public enum Leaving {
    /** It has no label: it neither trains nor judges a model. */
    EXCLUDE,
    NEGATIVE,
    POSITIVE
  }
}
