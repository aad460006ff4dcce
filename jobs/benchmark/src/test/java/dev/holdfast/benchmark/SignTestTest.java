package dev.holdfast.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignTestTest {
  @Test
  void winsAreHeldAgainstThoseOfAFairCoin() {
    // Of ten throws, nine heads or ten: 11 of 1,024 ways.
    SignTest test = SignTest.of(List.of(1.0, 0.5, 2.0, 1.0, 0.1, 3.0, 0.2, 0.4, 0.6, -5.0));

    assertThat(test.wins()).isEqualTo(9);
    assertThat(test.losses()).isEqualTo(1);
    assertThat(test.p()).isCloseTo(11 / 1024.0, within(1e-12));
  }

  @Test
  void pairsWithoutADifferenceSayNothing() {
    assertThat(SignTest.of(List.of(0.0, 1.0, 0.0, 1.0)))
        .isEqualTo(SignTest.of(List.of(1.0, 1.0)))
        .isEqualTo(new SignTest(2, 0, 0.25));
    assertThat(SignTest.of(Collections.nCopies(5, 0.0)).p()).isEqualTo(1);
    assertThat(SignTest.of(Collections.nCopies(4, -1.0)).p()).isEqualTo(1);
  }
}
