package dev.holdfast.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void whatIsNotGivenIsAsUsual() {
    Options options = Options.of(new String[] {"--rows", "500"}, "--rows", "--pairs");

    assertThat(options.number("--rows", 7)).isEqualTo(500);
    assertThat(options.number("--pairs", 7)).isEqualTo(7);
  }

  @Test
  void mistakesSayWhatThereIs() {
    assertThatThrownBy(() -> Options.of(new String[] {"--row", "5"}, "--rows", "--pairs"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no option --row. There are: --rows, --pairs");
    for (String[] words : new String[][] {{"--rows"}, {"--rows", "many"}, {"--rows", "-1"}}) {
      assertThatThrownBy(() -> Options.of(words, "--rows"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("--rows needs a whole number");
    }
  }
}
