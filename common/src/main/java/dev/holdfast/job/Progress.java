package dev.holdfast.job;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Tells a person, a line a step, what a job is doing, how much of it and how long it took. */
public final class Progress {
  private final String job;
  private final PrintStream out;
  private final AtomicInteger steps = new AtomicInteger();

  public Progress(String job, PrintStream out) {
    this.job = job;
    this.out = out;
  }

  /** A step's result with a few words on it, such as {@code 1,204 rows}. */
  public record Outcome<T>(T value, String words) {}

  /** Runs one step and prints its line when it ended. */
  public <T> T step(String name, Supplier<Outcome<T>> work) {
    long started = System.nanoTime();
    Outcome<T> outcome = work.get();
    line(name, seconds(started) + ", " + outcome.words());
    return outcome.value();
  }

  /** Prints a line that belongs to no timed step. */
  public void line(String name, String words) {
    synchronized (out) {
      out.printf(Locale.ROOT, "%-10s %2d  %-34s %s%n", job, steps.incrementAndGet(), name, words);
      out.flush();
    }
  }

  /** A count as people write it: {@code 1,204,311}. */
  public static String count(long rows) {
    return String.format(Locale.ROOT, "%,d", rows);
  }

  private static String seconds(long startedNanos) {
    Duration took = Duration.ofNanos(System.nanoTime() - startedNanos);
    return String.format(Locale.ROOT, "%6.1f s", took.toMillis() / 1000.0);
  }
}
