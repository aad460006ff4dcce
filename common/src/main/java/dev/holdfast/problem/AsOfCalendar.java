package dev.holdfast.problem;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The days on which a problem is asked: {@code first}, and every step of {@code every} from it. A
 * row of day {@code as_of} knows what happened before that day began, and nothing later.
 */
public record AsOfCalendar(LocalDate first, Period every) {

  /** All days from the first to {@code last}, the latter included when it is one of them. */
  public List<LocalDate> through(LocalDate last) {
    List<LocalDate> days = new ArrayList<>();
    for (int step = 0; !day(step).isAfter(last); step++) {
      days.add(day(step));
    }
    return List.copyOf(days);
  }

  /** The latest day of the calendar that is not after {@code date}; empty before the first. */
  public Optional<LocalDate> latest(LocalDate date) {
    List<LocalDate> days = through(date);
    return days.isEmpty() ? Optional.empty() : Optional.of(days.get(days.size() - 1));
  }

  /** Whether {@code date} is one of the calendar's days. */
  public boolean holds(LocalDate date) {
    return latest(date).equals(Optional.of(date));
  }

  /** The day one step before {@code asOf}, where the period that {@code asOf} closes began. */
  public LocalDate before(LocalDate asOf) {
    int step = through(asOf).size() - 1;
    return day(step - 1);
  }

  // Steps are counted from the first day: 31 January plus one month twice is 31 March, not the
  // 28th.
  private LocalDate day(int step) {
    return first.plus(every.multipliedBy(step));
  }
}
