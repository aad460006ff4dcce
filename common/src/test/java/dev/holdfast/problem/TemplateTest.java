package dev.holdfast.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private static final Optional<Double> NONE = Optional.empty();

  @Test
  void valuesAreWrittenAsTheTemplateSays() {
    Template template =
        Template.read(
            "calls dropped {value:percent} of the time, {ratio} x your base of {usual:percent}");

    assertThat(template.of(0.09, Optional.of(0.03)))
        .hasValue("calls dropped 9 % of the time, 3 x your base of 3 %");
    assertThat(template.of(0.124, Optional.of(0.0316)))
        .hasValue("calls dropped 12 % of the time, 3.92 x your base of 3.2 %");
  }

  @Test
  void aSentenceThatCannotBeFilledIsNone() {
    assertThat(Template.read("{ratio} x usual").of(2, Optional.of(0.0))).isEmpty();
    assertThat(Template.read("{usual} is usual").of(2, NONE)).isEmpty();
    assertThat(Template.read("{ratio} x usual").of("gold")).isEmpty();
    assertThat(Template.read("is on plan {value}").of("gold")).hasValue("is on plan gold");
    assertThat(Template.read("{value} calls").of(2, NONE)).hasValue("2 calls");
  }

  @ParameterizedTest
  @CsvSource({
    "{value}, 2.5, 2.5",
    "{value}, 1200000, 1200000",
    "{value}, 100, 100",
    "{value}, 0.004, 0",
    "{value}, -0.125, -0.13",
    "{value:0}, 2.5, 3",
    "{value:3}, 2.5, 2.500",
    "{value:percent}, 0.0951, 9.5 %",
    "{value:percent}, 1.256, 126 %",
    "{value:percent}, 0, 0 %"
  })
  void numbersAreRounded(String template, double value, String expected) {
    assertThat(Template.read(template).of(value, NONE)).hasValue(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "a {valu} b, did you mean value",
    "a {value:kilos} b, kilos",
    "a {value:9} b, from 0 to 6",
    "a {value b, brace",
    "a value} b, brace",
    "a {} b, no place"
  })
  void mistakesAreNamed(String template, String what) {
    assertThatThrownBy(() -> Template.read(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(what);
  }
}
