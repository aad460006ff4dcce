package dev.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class KeptValuesTest {
  private static final List<String> ALIKE =
      List.of("", "a", "a\0", "monthly-", "monthly-contract", "monthly-prepaid", "größe", "größer");

  @Test
  void valuesThatBeginAlikeAreToldApart() {
    assertPlaces(ALIKE);
  }

  @Test
  void manyValuesAreToldApart() {
    List<String> many = new ArrayList<>(ALIKE);
    IntStream.range(0, 40).mapToObj("monthly-%d"::formatted).forEach(many::add);

    assertPlaces(many);
  }

  private static void assertPlaces(List<String> values) {
    KeptValues kept = new KeptValues(values);
    for (int place = 0; place < values.size(); place++) {
      assertThat(kept.place(UTF8String.fromString(values.get(place)))).isEqualTo(place);
    }
    for (String unknown : List.of("b", "monthly", "monthly-contracts", "a\0\0", "groß")) {
      assertThat(kept.place(UTF8String.fromString(unknown))).isEqualTo(KeptValues.UNKNOWN);
    }
  }
}
