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
 */
public record Label(
    String source,
    Optional<String> where,
    String time,
    Outcome positive,
    List<String> match,
    Period gap,
    Period horizon) {

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
}
