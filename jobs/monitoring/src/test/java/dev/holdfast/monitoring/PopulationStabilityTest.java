package dev.holdfast.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PopulationStabilityTest {

  @Test
  void equalSharesAreNoDrift() {
    assertThat(PopulationStability.index(List.of(0.25, 0.75), new long[] {10, 30})).isZero();
  }

  @Test
  void theIndexOfKnownShares() {
    double expected = (0.5 - 0.25) * Math.log(0.5 / 0.25) + (0.5 - 0.75) * Math.log(0.5 / 0.75);

    assertThat(PopulationStability.index(List.of(0.25, 0.75), new long[] {20, 20}))
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void anEmptyBinIsLargeDriftAndNotInfinite() {
    assertThat(PopulationStability.index(List.of(0.5, 0.5, 0.0), new long[] {0, 40, 0}))
        .isBetween(2.0, 10.0);
  }
}
