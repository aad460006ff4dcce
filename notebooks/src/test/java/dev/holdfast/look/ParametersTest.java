package dev.holdfast.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {

  @Test
  void valuesTakeThePlaceOfTheirNames() {
    assertThat(Parameters.bound("a = :who AND b < :most", Map.of("who", "C1", "most", 7)))
        .isEqualTo("a = 'C1' AND b < 7");
  }

  @Test
  void textCannotEndItsLiteral() {
    assertThat(Parameters.bound("a = :who", Map.of("who", "x' OR \\' = '")))
        .isEqualTo("a = 'x\\' OR \\\\\\' = \\''");
  }

  @Test
  void castsAndPathsAndOtherNamesStay() {
    String query = "a::int = b:c AND d = :other";

    assertThat(Parameters.bound(query, Map.of("int", 1, "c", 2))).isEqualTo(query);
  }
}
