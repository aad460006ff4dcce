package dev.holdfast.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.JobException;
import dev.holdfast.problem.Label;
import dev.holdfast.problem.Label.Outcome;
import dev.holdfast.training.data.FoldPlan.ByEntity;
import dev.holdfast.training.data.FoldPlan.ByTime;
import dev.holdfast.training.data.FoldPlan.ByTime.Span;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldPlanTest {
  private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);
  private static final long NOBODY = 0;

  @Test
  void laterDaysJudgeWhatEarlierDaysTaughtWhoseLabelsWereKnownThen() {
    ByTime plan = ByTime.of(weeks(20), label(Period.ZERO, Period.ofDays(28)), 3);

    // 16 weeks can judge, for the first label is known on the fifth; the later half of them does.
    assertThat(plan.folds())
        .containsExactly(
            new Span(week(7), week(11), week(13)),
            new Span(week(10), week(14), week(16)),
            new Span(week(13), week(17), week(19)));
    assertThat(plan.judgedBy(day(week(10)), NOBODY)).isEqualTo(FoldPlan.NONE);
    assertThat(plan.judgedBy(day(week(12)), NOBODY)).isZero();
    assertThat(plan.judgedBy(day(week(19)), NOBODY)).isEqualTo(2);
    assertThat(plan.trains(day(week(7)), NOBODY)).isEqualTo(FoldPlan.REFIT | 0b111);
    assertThat(plan.trains(day(week(8)), NOBODY)).isEqualTo(FoldPlan.REFIT | 0b110);
    assertThat(plan.trains(day(week(19)), NOBODY)).isEqualTo(FoldPlan.REFIT);
  }

  @ParameterizedTest
  @CsvSource({"40,0,28,3", "17,0,60,3", "30,7,14,5", "3,0,7,3", "12,0,1,2", "60,0,90,4"})
  void noLabelOfATrainingDayReachesIntoItsFoldsJudgingDays(
      int days, int gap, int horizon, int most) {
    Label label = label(Period.ofDays(gap), Period.ofDays(horizon));

    ByTime plan = ByTime.of(weeks(days), label, most);

    assertThat(plan.count()).isBetween(2, most);
    for (int fold = 0; fold < plan.count(); fold++) {
      int judging = 0;
      int training = 0;
      LocalDate from = plan.folds().get(fold).from();
      for (LocalDate day : weeks(days)) {
        boolean trains = (plan.trains(day(day), NOBODY) & (1L << fold)) != 0;
        boolean judges = plan.judgedBy(day(day), NOBODY) == fold;
        training += trains ? 1 : 0;
        judging += judges ? 1 : 0;
        assertThat(trains).isEqualTo(!label.matureOn(day).isAfter(from));
        assertThat(trains && judges).isFalse();
      }
      assertThat(training).isPositive();
      assertThat(judging).isPositive();
    }
    assertThat(plan.folds().get(plan.count() - 1).to()).isEqualTo(week(days - 1));
  }

  @Test
  void threeMonthsOfMonthlyLabelsAreTwoFolds() {
    List<LocalDate> months =
        List.of(LocalDate.of(2019, 10, 1), LocalDate.of(2019, 11, 1), LocalDate.of(2019, 12, 1));

    ByTime plan = ByTime.of(months, label(Period.ZERO, Period.ofMonths(1)), 3);

    assertThat(plan.folds())
        .containsExactly(
            new Span(months.get(0), months.get(1), months.get(1)),
            new Span(months.get(1), months.get(2), months.get(2)));
  }

  @ParameterizedTest
  @CsvSource({"1,28", "4,28", "5,28", "9,60"})
  void tooFewDaysAreRefusedWithWhatCanBeDone(int days, int horizon) {
    assertThatThrownBy(() -> ByTime.of(weeks(days), label(Period.ZERO, Period.ofDays(horizon)), 3))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("of %d training days".formatted(days))
        .hasMessageContaining("training.folds.by = entity");
  }

  @Test
  void byEntityAllRowsOfAnEntityAreOnOneSideOfEveryFold() {
    FoldPlan plan = new ByEntity(4);
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 1000; round++) {
      long entity = random.nextLong();
      int fold = plan.judgedBy(1, entity);
      assertThat(fold).isBetween(0, 3).isEqualTo(plan.judgedBy(900, entity));
      assertThat(plan.trains(1, entity) & 0b1111).isEqualTo(0b1111 & ~(1L << fold));
    }
  }

  @Test
  void aBlockIsSlicedAsItsPlanSays() {
    ByTime plan = ByTime.of(weeks(20), label(Period.ZERO, Period.ofDays(28)), 3);
    RowBlock rows = block(plan, 20);

    for (int fold = 0; fold < 3; fold++) {
      Span span = plan.folds().get(fold);
      assertThat(weeksOf(rows.slice(fold, true)))
          .isEqualTo(range(weekOf(span.from()), weekOf(span.to())));
      assertThat(weeksOf(rows.slice(fold, false))).isEqualTo(range(0, weekOf(span.trainUntil())));
    }
    assertThat(weeksOf(rows.judged())).isEqualTo(range(11, 19));
    assertThat(rows.refitted()).isSameAs(rows);
    // A part of a block is as its rows are.
    assertThat(weeksOf(rows.slice(1, false).slice(0, false))).isEqualTo(range(0, 7));
  }

  @Test
  void aShareOfTheEntitiesTrainsAndAllJudge() {
    RowBlock rows = block(new ByEntity(3), 3000);

    RowBlock half = rows.trainingShare(0.5);
    RowBlock eighth = rows.trainingShare(0.125);

    for (int fold = 0; fold < 3; fold++) {
      assertThat(half.slice(fold, true).rows()).isEqualTo(rows.slice(fold, true).rows());
      assertThat(half.slice(fold, false).rows() / (double) rows.slice(fold, false).rows())
          .isBetween(0.45, 0.55);
      assertThat(weeksOf(half.slice(fold, false))).containsAll(weeksOf(eighth.slice(fold, false)));
    }
    assertThat(eighth.refitted().rows()).isBetween(300, 450);
  }

  // One row a week, each of another entity; its value is the number of its week.
  private static RowBlock block(FoldPlan plan, int weeks) {
    SplittableRandom random = new SplittableRandom(7);
    float[] values = new float[weeks];
    int[] folds = new int[weeks];
    long[] entities = new long[weeks];
    long[] trains = new long[weeks];
    for (int row = 0; row < weeks; row++) {
      values[row] = row;
      entities[row] = random.nextLong();
      folds[row] = plan.judgedBy(day(week(row)), entities[row]);
      trains[row] = plan.trains(day(week(row)), entities[row]);
    }
    return new RowBlock(weeks, 1, values, new byte[weeks], folds, entities, trains);
  }

  private static List<Integer> weeksOf(RowBlock block) {
    return IntStream.range(0, block.rows()).mapToObj(row -> (int) block.values()[row]).toList();
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  private static int weekOf(LocalDate day) {
    return (day(day) - day(FIRST)) / 7;
  }

  private static int day(LocalDate date) {
    return (int) date.toEpochDay();
  }

  private static LocalDate week(int number) {
    return FIRST.plusWeeks(number);
  }

  private static List<LocalDate> weeks(int count) {
    return IntStream.range(0, count).mapToObj(FoldPlanTest::week).toList();
  }

  private static Label label(Period gap, Period horizon) {
    return new Label(
        "s", Optional.empty(), "t", Outcome.OCCURS, List.of("id"), gap, horizon, Optional.empty());
  }
}
