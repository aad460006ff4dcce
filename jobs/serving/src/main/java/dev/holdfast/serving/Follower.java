package dev.holdfast.serving;

import dev.holdfast.job.Progress;
import dev.holdfast.serving.Store.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks at the store again and again, and puts what is new in place of what was answered from, all
 * at once. While the store fails, what was read last stays.
 */
public final class Follower implements AutoCloseable {
  private final Store store;
  private final Duration every;
  private final Progress progress;
  private final Thread thread = new Thread(this::follow, "store");
  private volatile Look latest;

  /**
   * How things stand.
   *
   * @param served as of the last look that did not fail
   * @param at when the store was last looked at
   * @param goodAt when it last answered
   * @param failure what the last look met with, if it failed
   */
  public record Look(Served served, Instant at, Instant goodAt, Optional<String> failure) {}

  Follower(Store store, Duration every, Progress progress) {
    this.store = store;
    this.every = every;
    this.progress = progress;
    this.latest = look(store.look(), Instant.now());
  }

  /** Begins to look again and again. */
  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void follow() {
    try {
      while (true) {
        Thread.sleep(every.toMillis());
        look();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  public Look latest() {
    return latest;
  }

  public Duration every() {
    return every;
  }

  private static Look look(Found found, Instant goodBefore) {
    Instant now = Instant.now();
    return new Look(
        found.served(),
        now,
        found.failure().isEmpty() ? now : goodBefore,
        found.failure().map(Follower::words));
  }

  private static String words(Throwable failed) {
    return "%s: %s".formatted(failed.getClass().getSimpleName(), failed.getMessage());
  }

  private void look() {
    Look before = latest;
    Look now;
    try {
      now = look(store.look(), before.goodAt());
    } catch (RuntimeException | OutOfMemoryError failed) {
      now = new Look(before.served(), Instant.now(), before.goodAt(), Optional.of(words(failed)));
    }
    latest = now;
    report(before, now);
  }

  private void report(Look before, Look now) {
    if (now.failure().isPresent() && before.failure().isEmpty()) {
      progress.line("store", "fails, what was read before is answered: " + now.failure().get());
    }
    if (now.failure().isEmpty() && before.failure().isPresent()) {
      progress.line("store", "is read again");
    }
    if (before.served().week() != now.served().week()) {
      progress.line(
          "week",
          "%s, %s scores, table version %d"
              .formatted(
                  now.served().week().asOf(),
                  Progress.count(now.served().week().size()),
                  now.served().week().version()));
    }
    if (before.served().models().champion() != now.served().models().champion()) {
      progress.line("champion", "version " + now.served().models().champion());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
