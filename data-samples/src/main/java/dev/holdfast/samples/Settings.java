package dev.holdfast.samples;

import java.io.Serializable;
import java.time.DayOfWeek;
import java.time.LocalDate;

/**
 * What a sample is made of; equal settings make equal files.
 *
 * @param customers how many ever sign up, from 1,000 for a test to 10 million for a cluster
 * @param weeks simulated weeks from {@code first} on
 * @param first the Monday on which the simulation begins
 */
public record Settings(long customers, int weeks, LocalDate first, long seed)
    implements Serializable {

  public Settings {
    if (customers < 1) {
      throw new IllegalArgumentException(
          "--customers %d: expected at least 1".formatted(customers));
    }
    if (weeks < 6) {
      throw new IllegalArgumentException("--weeks %d: expected at least 6".formatted(weeks));
    }
    if (first.getDayOfWeek() != DayOfWeek.MONDAY) {
      throw new IllegalArgumentException(
          "--first %s: expected a Monday, it is a %s".formatted(first, first.getDayOfWeek()));
    }
  }

  /** 6,000 customers over 52 weeks from 2024-01-01. */
  public static Settings standard() {
    return new Settings(6_000, 52, LocalDate.of(2024, 1, 1), 7);
  }

  /** The Monday on which week {@code week}, from 0, begins. */
  LocalDate monday(int week) {
    return first.plusWeeks(week);
  }
}
