package dev.holdfast.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.benchmark.SearchOptions.Side;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchOptionsTest {

  @Test
  void withoutOptionsAllSidesRunOnTheFullSize() {
    SearchOptions options = SearchOptions.of(List.of());

    assertThat(options.rows()).isEqualTo(200_000);
    assertThat(options.pairs()).isEqualTo(3);
    assertThat(options.sides()).containsExactlyInAnyOrder(Side.values());
  }

  @Test
  void aQuickRunLeavesTheMillionOutUnlessItIsAskedForAndScalingAnyway() {
    assertThat(SearchOptions.of(List.of("--quick")).has(Side.SCALING)).isFalse();
    assertThat(SearchOptions.of(List.of("--quick")).has(Side.MILLION)).isFalse();
    assertThat(SearchOptions.of(List.of("--quick")).rows()).isEqualTo(50_000);
    assertThat(SearchOptions.of(List.of("--quick", "--million")).has(Side.MILLION)).isTrue();
  }

  @Test
  void onlyTheNamedSidesRun() {
    assertThat(SearchOptions.of(List.of("--only", "ours,bare", "--rows", "5000")))
        .isEqualTo(new SearchOptions(5_000, 3, false, java.util.Set.of(Side.OURS, Side.BARE)));
  }

  @Test
  void whatCannotBeReadIsSaidWithWhatCan() {
    assertThatThrownBy(() -> SearchOptions.of(List.of("--fast")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no option --fast")
        .hasMessageContaining("--quick");
    assertThatThrownBy(() -> SearchOptions.of(List.of("--rows", "many")))
        .hasMessage("--rows is many. Give it a whole number from 1000 on.");
    assertThatThrownBy(() -> SearchOptions.of(List.of("--pairs")))
        .hasMessage("--pairs needs a value after it.");
    assertThatThrownBy(() -> SearchOptions.of(List.of("--only", "ours,theirs")))
        .hasMessageContaining("--only names theirs")
        .hasMessageContaining("million, scaling.");
  }
}
