package dev.holdfast.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class FileDaysTest {
  private static final String NOTED =
      """
      {"numRecords": 3,
       "minValues": {"at": "2023-03-10T08:00:00.000+01:00", "day": "2023-03-10", "id": "a"},
       "maxValues": {"at": "2023-03-16T22:00:00.000Z", "day": "2023-03-16", "id": "z"},
       "nullCount": {"at": 0, "day": 0, "id": 0}}
      """;

  @Test
  void aFileIsReadForTheDaysOfItsRows() {
    for (String column : new String[] {"at", "day"}) {
      assertThat(mayHold(column, "2023-03-16", "2023-03-17")).isTrue();
      assertThat(mayHold(column, "2023-03-01", "2023-03-11")).isTrue();
      assertThat(mayHold(column, "2023-03-12", "2023-03-13")).isTrue();
      assertThat(mayHold(column, "0533-01-01", "2024-01-01")).isTrue();
    }
  }

  @Test
  void aFileOfOtherDaysIsNotButForThoseThatAnotherTimeZoneCouldMeanByThem() {
    assertThat(mayHold("at", "2023-03-19", "2023-03-20")).isFalse();
    assertThat(mayHold("at", "2023-03-18", "2023-03-20")).isTrue();
    assertThat(mayHold("at", "2023-03-01", "2023-03-08")).isFalse();
    assertThat(mayHold("at", "2023-03-01", "2023-03-09")).isTrue();
  }

  @Test
  void aFileOfWhichNobodyNotedTheDaysIsRead() {
    LocalDate first = LocalDate.parse("2030-01-01");
    LocalDate end = LocalDate.parse("2030-01-02");

    assertThat(FileDays.mayHold(null, "at", first, end)).isTrue();
    assertThat(FileDays.mayHold("", "at", first, end)).isTrue();
    assertThat(FileDays.mayHold("{\"numRecords\": 3}", "at", first, end)).isTrue();
    assertThat(FileDays.mayHold("not json", "at", first, end)).isTrue();
    assertThat(FileDays.mayHold(NOTED, "other", first, end)).isTrue();
    assertThat(FileDays.mayHold(NOTED.replace("2023-03", "+12023-03"), "at", first, end)).isTrue();
  }

  private static boolean mayHold(String column, String first, String end) {
    return FileDays.mayHold(NOTED, column, LocalDate.parse(first), LocalDate.parse(end));
  }
}
