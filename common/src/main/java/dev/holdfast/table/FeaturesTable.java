package dev.holdfast.table;

import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Spine;
import java.util.ArrayList;
import java.util.List;

/**
 * One row per row of the spine: the columns of {@link #identity}, then one column per feature.
 * Partitioned by {@link #AS_OF}.
 */
public final class FeaturesTable {
  /** The day of the calendar whose run owns the row (DATE). */
  public static final String AS_OF = "as_of";

  /**
   * The moment of the row (TIMESTAMP): the beginning of {@code as_of} for a spine of entities, the
   * time of the event for a spine of events. The row knows nothing of that day or later.
   */
  public static final String OBSERVED_AT = "observed_at";

  private FeaturesTable() {}

  /** The columns that say which row this is; no model sees them. */
  public static List<String> identity(Problem problem) {
    List<String> columns = new ArrayList<>(key(problem));
    columns.add(OBSERVED_AT);
    return List.copyOf(columns);
  }

  /** The columns that are unique together: entity, {@code as_of} and the key of an event. */
  public static List<String> key(Problem problem) {
    List<String> columns = new ArrayList<>(problem.entity());
    columns.add(AS_OF);
    if (problem.spine() instanceof Spine.OfEvents events) {
      columns.addAll(events.key());
    }
    return List.copyOf(columns);
  }
}
