package dev.holdfast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.JobException;
import dev.holdfast.problem.Label;
import dev.holdfast.problem.Label.Outcome;
import dev.holdfast.problem.Training.Split;
import dev.holdfast.training.data.Days;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DaysTest {
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
  private static final List<LocalDate> WEEKS =
      IntStream.range(0, 20).mapToObj(week -> FIRST.plusWeeks(week)).toList();
  private static final Label FOUR_WEEKS =
      new Label(
          "s",
          Optional.empty(),
          "t",
          Outcome.OCCURS,
          List.of("id"),
          Period.ZERO,
          Period.ofDays(28),
          Optional.empty());

  @Test
  void noTrainingDaysHorizonReachesIntoTheHeldOutDays() {
    Days days = Days.of(WEEKS, new Split.Rolling(5, Optional.empty()), FOUR_WEEKS);

    assertThat(days.holdout()).isEqualTo(WEEKS.subList(15, 20));
    assertThat(days.training()).isEqualTo(WEEKS.subList(0, 12));
  }

  @Test
  void namedDaysAreTakenAsNamed() {
    Days days =
        Days.of(
            WEEKS,
            new Split.Dated(Optional.of(WEEKS.get(2)), WEEKS.get(9), WEEKS.get(15)),
            FOUR_WEEKS);

    assertThat(days.training()).isEqualTo(WEEKS.subList(2, 10));
    assertThat(days.holdout()).isEqualTo(WEEKS.subList(15, 20));
  }

  @Test
  void heldOutEntitiesAreJudgedOnTheDaysThatTheOthersTrainOn() {
    Days days = Days.of(WEEKS.subList(0, 1), new Split.Entities(0.2), FOUR_WEEKS);

    assertThat(days.training()).isEqualTo(days.holdout()).isEqualTo(WEEKS.subList(0, 1));
  }

  @Test
  void tooFewDaysAreRefusedWithTheirNumbers() {
    assertThatThrownBy(
            () -> Days.of(WEEKS.subList(0, 6), new Split.Rolling(5, Optional.empty()), FOUR_WEEKS))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("of 6 labelled days")
        .hasMessageContaining("0 are left to train and 5 to hold out");
    assertThatThrownBy(() -> Days.of(List.of(), new Split.Rolling(5, Optional.empty()), FOUR_WEEKS))
        .hasMessageContaining("of 0 labelled days");
  }
}
