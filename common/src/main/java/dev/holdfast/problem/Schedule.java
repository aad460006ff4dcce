package dev.holdfast.problem;

import java.time.Period;

/**
 * What the weekly run does beside scoring.
 *
 * @param retrainAfter age of the champion's training day from which a new model is trained
 * @param catchUp which days a run makes up for when runs were missed
 */
public record Schedule(Period retrainAfter, CatchUp catchUp) {

  /** What becomes of days on which the weekly run did not run. */
  public enum CatchUp {
    /** Every day of the calendar since the last one that was finished is run for, oldest first. */
    ALL,
    /** Only the newest day is run for. */
    NEWEST
  }
}
