package dev.holdfast.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.samples.Hazard.Contract;
import dev.holdfast.samples.Life.Event;
import dev.holdfast.samples.Life.Kind;
import dev.holdfast.samples.Life.Truth;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LifeTest {
  private static final long WEEK = 7 * 24 * 3600;
  private static final Settings SETTINGS = new Settings(5000, 40, LocalDate.of(2024, 1, 1), 7);

  @Test
  void aLifeFollowsFromSeedAndNumberAlone() {
    assertThat(Life.of(17, SETTINGS).events()).isEqualTo(Life.of(17, SETTINGS).events());
    assertThat(Life.of(17, SETTINGS).events()).isNotEqualTo(Life.of(18, SETTINGS).events());
  }

  @Test
  void chancesOfTheNextRegimeSumToOne() {
    for (Regime regime : Regime.values()) {
      double sum = Arrays.stream(Regime.values()).mapToDouble(regime::transition).sum();
      assertThat(sum).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void theTruthIsWhatSimulationFinds() {
    SplittableRandom random = new SplittableRandom(5);
    for (Regime start : Regime.values()) {
      int left = 0;
      int tries = 200_000;
      for (int attempt = 0; attempt < tries; attempt++) {
        Regime regime = start;
        for (int week = 0; week < Hazard.HORIZON_WEEKS; week++) {
          if (random.nextDouble() < Hazard.ofWeek(regime, Contract.MONTH_TO_MONTH, 24 + week)) {
            left++;
            break;
          }
          regime = regime.next(random.nextDouble());
        }
      }
      assertThat((double) left / tries)
          .as(start.toString())
          .isCloseTo(Hazard.ofHorizon(start, Contract.MONTH_TO_MONTH, 24), within(0.004));
    }
  }

  @Test
  void outcomesAreAsFrequentAsTheirTruths() {
    double expected = 0;
    double happened = 0;
    for (int customer = 0; customer < SETTINGS.customers(); customer++) {
      Life life = Life.of(customer, SETTINGS);
      Optional<Event> left =
          life.events().stream().filter(event -> event.kind() == Kind.CANCELLATION).findFirst();
      for (Truth truth : life.truths()) {
        if (truth.week() + Hazard.HORIZON_WEEKS <= SETTINGS.weeks()) {
          expected += truth.probability();
          long until = (truth.week() + Hazard.HORIZON_WEEKS) * WEEK;
          happened += left.isPresent() && left.get().second() < until ? 1 : 0;
        }
      }
    }
    assertThat(happened / expected).isCloseTo(1, within(0.08));
  }

  @Test
  void nothingHappensAfterTheEnd() {
    for (int customer = 0; customer < 500; customer++) {
      Life life = Life.of(customer, SETTINGS);
      life.events().stream()
          .filter(event -> event.kind() == Kind.CANCELLATION)
          .findFirst()
          .ifPresent(
              left -> assertThat(life.events()).allMatch(event -> event.second() <= left.second()));
    }
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    LocalDate tuesday = LocalDate.of(2024, 1, 2);
    LocalDate monday = LocalDate.of(2024, 1, 1);

    assertThatThrownBy(() -> new Settings(1, 10, tuesday, 1)).hasMessageContaining("Monday");
    assertThatThrownBy(() -> new Settings(0, 10, monday, 1)).hasMessageContaining("--customers 0");
    assertThatThrownBy(() -> new Settings(1, 3, monday, 1)).hasMessageContaining("--weeks 3");
    assertThat(TelecomSampleMain.run("--out")).isEqualTo(2);
    assertThat(TelecomSampleMain.run("--colour", "red")).isEqualTo(2);
  }
}
