package dev.holdfast.training.data;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Label;
import dev.holdfast.problem.Training;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows each fold trains on and which it judges by. Days are counted from 1970-01-01; an
 * entity is the number that {@link RowEncoder#entity} gives it.
 */
public sealed interface FoldPlan extends Serializable {
  /** The fold of rows that no fold judges by. */
  int NONE = -1;

  /** The bit of rows that the chosen candidate's last fit trains on: all of them, usually. */
  long REFIT = 1L << 63;

  /** How many folds there are, numbered from 0. */
  int count();

  /** The fold that judges by a row, or {@link #NONE}. */
  int judgedBy(int day, long entity);

  /** The bits of the folds that train on a row, and {@link #REFIT}. */
  long trains(int day, long entity);

  /** As a person reads it. */
  String words();

  /** How many of the training days some fold judges by. */
  default int judgingDays(List<LocalDate> days) {
    return (int) days.stream().filter(day -> judgedBy((int) day.toEpochDay(), 0) != NONE).count();
  }

  /**
   * The folds that a problem asks for.
   *
   * @throws JobException if the training days are too few for two folds by time
   */
  static FoldPlan of(Training training, List<LocalDate> days, Label label) {
    return switch (training.foldsBy()) {
      case ENTITY -> new ByEntity(training.folds());
      case TIME -> ByTime.of(days, label, training.folds());
    };
  }

  /** Every fold trains on all rows but those that judge it. */
  static long[] allBut(int[] folds) {
    long[] trains = new long[folds.length];
    for (int row = 0; row < folds.length; row++) {
      trains[row] = folds[row] == NONE ? -1 : ~(1L << folds[row]);
    }
    return trains;
  }

  /** All rows of an entity, whatever their days, judge one fold and train the others. */
  record ByEntity(int count) implements FoldPlan {
    @Override
    public int judgedBy(int day, long entity) {
      return (int) Math.floorMod(entity, (long) count);
    }

    @Override
    public long trains(int day, long entity) {
      return ~(1L << judgedBy(day, entity));
    }

    @Override
    public String words() {
      return "%d folds by entity".formatted(count);
    }
  }

  /**
   * Every fold judges by some days and trains on those whose labels were known when they began
   * (forward chaining, or evaluation on a rolling origin: Tashman, Out-of-Sample Tests of
   * Forecasting Accuracy, 2000). The later half of the training days judges, as evenly parted as it
   * goes; an entity may train by its earlier days what is judged by its later ones, as it will when
   * the model is used.
   */
  record ByTime(List<Span> folds) implements FoldPlan {
    private static final int LEAST = 2;

    public ByTime {
      folds = List.copyOf(folds);
    }

    /**
     * One fold.
     *
     * @param trainUntil the last day that trains it
     * @param from the first day that judges it
     * @param to the last day that judges it
     */
    public record Span(LocalDate trainUntil, LocalDate from, LocalDate to)
        implements Serializable {}

    /**
     * Lays folds over days.
     *
     * @param days that train, ascending
     * @param most folds wanted; with few days there are fewer
     */
    static ByTime of(List<LocalDate> days, Label label, int most) {
      int gap = 0;
      while (gap < days.size() && label.matureOn(days.get(0)).isAfter(days.get(gap))) {
        gap++;
      }
      // The first fold trains on days.get(0) to days.get(first - gap).
      int usable = days.size() - gap;
      int first = gap + Math.max(0, (usable + 1) / 2 - 1);
      int judging = days.size() - first;
      int count = Math.min(most, judging);
      if (count < LEAST) {
        throw new JobException(
            ExitCode.CONFIGURATION,
            "Cannot make folds by time: of %d training days, %d are left to judge by once the first of them has its labels (%s after it). Train on more days, or set training.folds.by = entity."
                .formatted(days.size(), Math.max(0, usable), label.horizon()));
      }
      List<Span> folds = new ArrayList<>();
      for (int fold = 0; fold < count; fold++) {
        LocalDate from = days.get(first + judging * fold / count);
        LocalDate to = days.get(first + judging * (fold + 1) / count - 1);
        LocalDate until =
            days.stream().filter(day -> !label.matureOn(day).isAfter(from)).toList().stream()
                .reduce((one, later) -> later)
                .orElseThrow();
        folds.add(new Span(until, from, to));
      }
      return new ByTime(folds);
    }

    @Override
    public int count() {
      return folds.size();
    }

    @Override
    public int judgedBy(int day, long entity) {
      LocalDate date = LocalDate.ofEpochDay(day);
      for (int fold = 0; fold < folds.size(); fold++) {
        Span span = folds.get(fold);
        if (!date.isBefore(span.from()) && !date.isAfter(span.to())) {
          return fold;
        }
      }
      return NONE;
    }

    @Override
    public long trains(int day, long entity) {
      LocalDate date = LocalDate.ofEpochDay(day);
      long bits = REFIT;
      for (int fold = 0; fold < folds.size(); fold++) {
        if (!date.isAfter(folds.get(fold).trainUntil())) {
          bits |= 1L << fold;
        }
      }
      return bits;
    }

    @Override
    public String words() {
      return "%d folds by time, judged by days from %s to %s"
          .formatted(folds.size(), folds.get(0).from(), folds.get(folds.size() - 1).to());
    }
  }
}
