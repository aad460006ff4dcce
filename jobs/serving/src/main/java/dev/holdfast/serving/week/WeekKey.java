package dev.holdfast.serving.week;

import dev.holdfast.table.FeaturesTable;
import io.delta.kernel.types.StructType;
import java.util.List;

/**
 * The columns that say whom and what a score is of, as they stand in the table of scores: those of
 * the entity before {@code as_of}, those of an event between it and {@code observed_at}.
 *
 * @param entity at least one
 * @param event none where there is one row for each entity
 */
public record WeekKey(List<String> entity, List<String> event) {

  public WeekKey {
    entity = List.copyOf(entity);
    event = List.copyOf(event);
  }

  static WeekKey of(StructType schema) {
    List<String> names = schema.fieldNames();
    int day = names.indexOf(FeaturesTable.AS_OF);
    int moment = names.indexOf(FeaturesTable.OBSERVED_AT);
    if (day < 1 || moment <= day) {
      throw new IllegalStateException(
          "A table of scores has its entity before %s, and %s after it; this one has %s"
              .formatted(FeaturesTable.AS_OF, FeaturesTable.OBSERVED_AT, names));
    }
    return new WeekKey(names.subList(0, day), names.subList(day + 1, moment));
  }

  /** Whether an entity may have several scores, one for each of its events. */
  public boolean ofEvents() {
    return !event.isEmpty();
  }

  /** One text for the values of several columns, different for different values. */
  static String joined(List<String> values) {
    if (values.size() == 1) {
      return values.get(0);
    }
    StringBuilder joined = new StringBuilder();
    values.forEach(value -> joined.append(value.length()).append(':').append(value));
    return joined.toString();
  }
}
