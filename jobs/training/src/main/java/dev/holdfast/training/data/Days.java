package dev.holdfast.training.data;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.Label;
import dev.holdfast.problem.Training.Split;
import java.time.LocalDate;
import java.util.List;

/** Which labelled days train and which are held out: the same ones, if entities are held out. */
public record Days(List<LocalDate> training, List<LocalDate> holdout) {

  public Days {
    training = List.copyOf(training);
    holdout = List.copyOf(holdout);
  }

  /**
   * Splits labelled days.
   *
   * @param labelled ascending
   */
  public static Days of(List<LocalDate> labelled, Split split, Label label) {
    Days days =
        split instanceof Split.Dated dated
            ? dated(labelled, dated)
            : split instanceof Split.Rolling rolling
                ? rolling(labelled, rolling, label)
                : new Days(labelled, labelled);
    if (days.training.isEmpty() || days.holdout.isEmpty()) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot train: of %d labelled days%s, %d are left to train and %d to hold out under %s. Wait for more weeks, or change training.split; a day trains only if its horizon of %s has passed before the first held-out day."
              .formatted(
                  labelled.size(),
                  labelled.isEmpty()
                      ? ""
                      : " from %s to %s"
                          .formatted(labelled.get(0), labelled.get(labelled.size() - 1)),
                  days.training.size(),
                  days.holdout.size(),
                  split,
                  label.horizon()));
    }
    return days;
  }

  private static Days dated(List<LocalDate> labelled, Split.Dated split) {
    return new Days(
        labelled.stream()
            .filter(day -> !day.isBefore(split.from().orElse(LocalDate.MIN)))
            .filter(day -> !day.isAfter(split.until()))
            .toList(),
        labelled.stream().filter(day -> !day.isBefore(split.holdoutFrom())).toList());
  }

  // What happened in the horizon of a training day would be known to it, and in part be what the
  // held-out days are asked: such days are used by neither side.
  private static Days rolling(List<LocalDate> labelled, Split.Rolling split, Label label) {
    int first = Math.max(0, labelled.size() - split.holdout());
    List<LocalDate> holdout = labelled.subList(first, labelled.size());
    if (holdout.isEmpty()) {
      return new Days(List.of(), List.of());
    }
    return new Days(
        labelled.stream()
            .filter(day -> !day.isBefore(split.from().orElse(LocalDate.MIN)))
            .filter(day -> !label.matureOn(day).isAfter(holdout.get(0)))
            .toList(),
        holdout);
  }
}
