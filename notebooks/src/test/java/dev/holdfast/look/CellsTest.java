package dev.holdfast.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CellsTest {

  @Test
  void theNumbersOfAColumnHaveEquallyManyDecimals() {
    assertThat(texts(0.0312, 0.5, null)).containsExactly("0.0312", "0.5000", "–");
    assertThat(texts(1.0, 0.5)).containsExactly("1.00", "0.50");
    assertThat(texts(12345.678, 2.0)).containsExactly("12,346", "2");
    assertThat(texts(1234L, 5L)).containsExactly("1,234", "5");
  }

  @Test
  void whatIsNoNumberIsWrittenAsItIsRead() {
    assertThat(texts(Date.valueOf("2024-12-30"))).containsExactly("2024-12-30");
    assertThat(texts(Timestamp.from(Instant.parse("2024-12-30T01:02:03.456Z"))))
        .containsExactly("2024-12-30 01:02:03");
    assertThat(texts((Object) new byte[2048])).containsExactly("2,048 bytes");
    assertThat(texts(true, "a")).containsExactly("true", "a");
  }

  @Test
  void onlyNumbersThatAreShownDecideTheDecimals() {
    assertThat(texts(Double.NaN, 0.25)).containsExactly("NaN", "0.2500");
  }

  private static java.util.List<String> texts(Object... values) {
    return Cells.of(Arrays.asList(values)).texts();
  }
}
