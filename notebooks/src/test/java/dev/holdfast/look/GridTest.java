package dev.holdfast.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {
  private static final Grid GRID =
      new Grid(
          List.of("who", "how many"),
          List.of(false, true),
          List.of(List.of("Ann & <Bob>", "1,234"), List.of("C", "5")),
          true);

  @Test
  void textOfTheTablesIsEscapedInHtml() {
    assertThat(GRID.html())
        .contains("Ann &amp; &lt;Bob&gt;")
        .doesNotContain("<Bob>")
        .contains("<td style=\"text-align:right\">1,234</td>");
  }

  @Test
  void whatIsLeftOutIsSaid() {
    assertThat(GRID.html()).contains("and more: the first 2 are shown");
    assertThat(GRID.text()).contains("and more: the first 2 are shown");
  }

  @Test
  void anEmptyTableSaysThatItIs() {
    Grid empty = new Grid(List.of("who"), List.of(false), List.of(), false);

    assertThat(empty.html()).contains("no rows");
    assertThat(empty.text()).isEqualTo("who\nno rows\n");
  }

  @Test
  void numbersStandBelowEachOtherInATerminal() {
    assertThat(GRID.text().lines().limit(3))
        .containsExactly("who          how many", "Ann & <Bob>     1,234", "C                   5");
  }
}
