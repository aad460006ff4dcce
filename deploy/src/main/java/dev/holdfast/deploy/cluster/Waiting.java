package dev.holdfast.deploy.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits for a process to be ready. */
final class Waiting {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long PAUSE_MILLIS = 100;

  private Waiting() {}

  /**
   * Returns when {@code ready}.
   *
   * @param what is waited for, for the message
   * @throws IllegalStateException if the process ends first or two minutes pass
   */
  static void until(String what, Process process, BooleanSupplier ready)
      throws InterruptedException {
    Instant end = Instant.now().plus(LIMIT);
    while (!ready.getAsBoolean()) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        throw new IllegalStateException(
            "Waited in vain for %s (%s)"
                .formatted(
                    what, process.isAlive() ? "too long" : "exit code " + process.exitValue()));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
