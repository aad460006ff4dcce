package dev.holdfast.scoring.alert;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait between attempts: twice as long each time, up to a minute, and by chance up to
 * half less, so that what failed together does not come back together.
 *
 * @param first before the second attempt
 */
record Backoff(Duration first) {
  private static final long LONGEST = Duration.ofMinutes(1).toMillis();
  private static final int MOST_DOUBLINGS = 20;

  /** Milliseconds after so many failed attempts. */
  long after(int attempts) {
    long doubled = first.toMillis() << Math.min(MOST_DOUBLINGS, attempts - 1);
    long whole = Math.min(LONGEST, doubled);
    return whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1);
  }
}
