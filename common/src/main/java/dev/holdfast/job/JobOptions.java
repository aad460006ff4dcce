package dev.holdfast.job;

import java.util.Map;
import java.util.Optional;

/** The options of one job as they were given on its command line. */
public record JobOptions(Map<String, String> given) {

  public JobOptions {
    given = Map.copyOf(given);
  }

  /** No options at all. */
  public static JobOptions none() {
    return new JobOptions(Map.of());
  }

  /** Whether a switch was given. */
  public boolean has(String name) {
    return given.containsKey(name);
  }

  /** The value of an option, if it was given. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(given.get(name));
  }
}
