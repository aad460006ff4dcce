package dev.holdfast.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/** Of which days the rows of a file can be, by what its writer noted of it in the table's log. */
final class FileDays {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LENGTH_OF_A_DAY = "2024-01-31".length();

  // Moments are noted in the time zone of whoever wrote them.
  private static final int MARGIN = 2;

  private FileDays() {}

  /**
   * Whether a file can hold a row of some days.
   *
   * @param statistics of the file as Delta notes them; null if nobody did
   * @param column of DATE or TIMESTAMP
   * @param first the first of the days
   * @param end the day after the last
   */
  static boolean mayHold(String statistics, String column, LocalDate first, LocalDate end) {
    if (statistics == null) {
      return true;
    }
    try {
      JsonNode noted = JSON.readTree(statistics);
      Optional<LocalDate> least = day(noted.path("minValues").path(column));
      Optional<LocalDate> greatest = day(noted.path("maxValues").path(column));
      return least.map(day -> day.minusDays(MARGIN).isBefore(end)).orElse(true)
          && greatest.map(day -> !day.plusDays(MARGIN).isBefore(first)).orElse(true);
    } catch (JsonProcessingException | DateTimeException unknown) {
      return true;
    }
  }

  private static Optional<LocalDate> day(JsonNode moment) {
    return Optional.of(moment.asText())
        .filter(text -> text.length() >= LENGTH_OF_A_DAY)
        .map(text -> LocalDate.parse(text.substring(0, LENGTH_OF_A_DAY)));
  }
}
