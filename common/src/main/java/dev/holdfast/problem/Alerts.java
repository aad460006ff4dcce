package dev.holdfast.problem;

import java.net.URI;
import java.time.Duration;

/**
 * Where it is told who newly is to be acted on, and how hard that is tried.
 *
 * @param attempts how often one run tries to deliver an alert
 * @param timeout how long one attempt waits for its answer
 * @param pause before the second attempt; each later one waits twice as long
 * @param parallel alerts that are under way at a time
 */
public record Alerts(Sink sink, int attempts, Duration timeout, Duration pause, int parallel) {

  /** Who is told. */
  public sealed interface Sink {}

  /** An HTTP receiver: one POST an alert. */
  public record Webhook(URI address) implements Sink {}

  /** A folder: one file of JSON lines a run. */
  public record Folder(String path) implements Sink {}
}
