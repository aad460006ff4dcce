package dev.holdfast.problem;

import java.util.List;
import java.util.Optional;

/** The rows of a problem: about whom a prediction is made, and when. */
public sealed interface Spine {

  AsOfCalendar calendar();

  /** One row per entity that is active on a day of the calendar. */
  record OfEntities(AsOfCalendar calendar, Population active, Optional<Departure> left)
      implements Spine {}

  /**
   * One row per event, such as an order line. The run of day {@code as_of} owns the events of the
   * calendar step that ends where that day begins.
   *
   * @param where which rows of the source are events, as SQL
   * @param key columns that, with the entity, tell one event from another
   * @param carry columns of the event itself that are features
   */
  record OfEvents(
      AsOfCalendar calendar,
      String source,
      Optional<String> where,
      List<String> key,
      List<String> carry)
      implements Spine {
    public OfEvents {
      key = List.copyOf(key);
      carry = List.copyOf(carry);
    }
  }

  /** What makes an entity active. */
  sealed interface Population {
    String source();

    /** At least one row of the source in the {@code days} before {@code as_of}. */
    record Within(String source, int days, Optional<String> where) implements Population {}

    /**
     * A row whose interval holds {@code as_of}: begun before it, and not ended before it.
     *
     * @param from column in which the interval begins
     * @param until column in which it ends, null while it lasts; absent where a row never ends
     */
    record Between(String source, String from, Optional<String> until, Optional<String> where)
        implements Population {}
  }

  /** A row of the source dated before {@code as_of} takes its entity out of the population. */
  record Departure(String source, Optional<String> where) {}
}
