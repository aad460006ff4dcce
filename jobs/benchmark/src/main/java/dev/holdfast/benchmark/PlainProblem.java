package dev.holdfast.benchmark;

import dev.holdfast.problem.AsOfCalendar;
import dev.holdfast.problem.Decision;
import dev.holdfast.problem.Features;
import dev.holdfast.problem.Label;
import dev.holdfast.problem.Monitoring;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.PromotionRules;
import dev.holdfast.problem.Schedule;
import dev.holdfast.problem.Search;
import dev.holdfast.problem.Source;
import dev.holdfast.problem.Spine;
import dev.holdfast.problem.Training;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/** A problem for a benchmark of one job, which reads no more of it than its own part. */
final class PlainProblem {

  private PlainProblem() {}

  /**
   * A problem of one entity and weekly days, that nothing is declared of but what is given.
   *
   * @param event the source and its time, that spine and label would be made of
   */
  static Problem of(
      String entity,
      List<Source> sources,
      String event,
      String time,
      LocalDate first,
      int folds,
      long seed) {
    return new Problem(
        "benchmark",
        List.of(entity),
        sources,
        new Spine.OfEntities(
            new AsOfCalendar(first, Period.ofWeeks(1)),
            new Spine.Population.Within(event, 90, Optional.empty()),
            Optional.empty()),
        new Features(List.of(), List.of(), List.of(), List.of(), new Features.Categories(20, 0.01)),
        new Label(
            event,
            Optional.empty(),
            time,
            Label.Outcome.ABSENT,
            List.of(entity),
            Period.ZERO,
            Period.ofDays(60),
            Optional.empty()),
        new Training(
            new Training.Split.Rolling(1, Optional.empty()),
            folds,
            Training.FoldsBy.ENTITY,
            seed,
            255,
            Training.Metric.AUC,
            Training.ClassBalance.NONE,
            1,
            Training.CalibrationMethod.NONE,
            List.of(),
            new Search.EveryPoint(),
            Training.Budget.unlimited(),
            Optional.empty(),
            Optional.empty(),
            new Training.Leak(0.95, 0.15)),
        new PromotionRules(
            0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        new Decision.Capacity(100),
        new Monitoring(0.2),
        new Schedule(Period.ofWeeks(4), Schedule.CatchUp.NEWEST),
        Optional.empty(),
        Optional.empty(),
        "0");
  }
}
