package dev.holdfast.problem;

import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The days on which a problem is asked: {@code first}, and every step of {@code every} from it. A
 * row of day {@code as_of} knows what happened before that day began, and nothing later.
 */
public record AsOfCalendar(LocalDate first, Period every) {
  private static final int DAYS_OF_A_WEEK = 7;

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

  /** The step as a problem file writes it, for example {@code 1 week}. */
  public String step() {
    if (every.toTotalMonths() != 0) {
      return counted(every.toTotalMonths(), "month");
    }
    long days = every.get(ChronoUnit.DAYS);
    return days % DAYS_OF_A_WEEK == 0
        ? counted(days / DAYS_OF_A_WEEK, "week")
        : counted(days, "day");
  }

  private static String counted(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  // Steps are counted from the first day: 31 January plus one month twice is 31 March, not the
  // 28th.
  private LocalDate day(int step) {
    return first.plus(every.multipliedBy(step));
  }
}
