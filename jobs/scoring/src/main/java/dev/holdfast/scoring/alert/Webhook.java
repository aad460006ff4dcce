package dev.holdfast.scoring.alert;

import dev.holdfast.problem.Alerts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts each alert to an HTTP receiver until it answers 2xx, with the alert's key in the header
 * {@code Idempotency-Key}. An answer that says that the request is wrong (4xx but 408, 425 and 429)
 * is not asked for again.
 */
public final class Webhook implements Receiver {
  private static final int OK = 200;
  private static final int REDIRECTION = 300;
  private static final int WRONG_REQUEST = 400;
  private static final int WRONG_SERVER = 500;
  private static final List<Integer> PASSING = List.of(408, 425, 429);

  private final URI address;
  private final int attempts;
  private final Duration timeout;
  private final Backoff backoff;
  private final ExecutorService threads;
  private final HttpClient client;

  /** A receiver at an address, with the limits that are declared. */
  public Webhook(URI address, Alerts limits) {
    this.address = address;
    this.attempts = limits.attempts();
    this.timeout = limits.timeout();
    this.backoff = new Backoff(limits.pause());
    this.threads = Executors.newFixedThreadPool(limits.parallel());
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  @Override
  public List<Attempt> tell(List<Alert> alerts) {
    List<Future<Attempt>> running = new ArrayList<>();
    alerts.forEach(alert -> running.add(threads.submit(() -> tell(alert))));
    List<Attempt> told = new ArrayList<>();
    try {
      for (Future<Attempt> each : running) {
        told.add(each.get());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    }
    return told;
  }

  private Attempt tell(Alert alert) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Answer answer = post(alert);
      if (answer.failure().isEmpty() || answer.isFinal() || attempt == attempts) {
        return new Attempt(alert, attempt, answer.failure());
      }
      Thread.sleep(backoff.after(attempt));
    }
  }

  /**
   * What one attempt met with.
   *
   * @param isFinal whether another one would meet with the same
   */
  private record Answer(Optional<String> failure, boolean isFinal) {}

  private Answer post(Alert alert) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", alert.key())
            .POST(HttpRequest.BodyPublishers.ofString(alert.payload()))
            .build();
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      // The request's own limit ends with the headers of the answer.
      return answer(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode());
    } catch (TimeoutException late) {
      answer.cancel(true);
      return new Answer(Optional.of("no answer within " + timeout), false);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      return new Answer(
          Optional.of(cause.getClass().getSimpleName() + ": " + cause.getMessage()), false);
    }
  }

  private static Answer answer(int status) {
    if (status >= OK && status < REDIRECTION) {
      return new Answer(Optional.empty(), true);
    }
    boolean wrong = status >= WRONG_REQUEST && status < WRONG_SERVER && !PASSING.contains(status);
    return new Answer(Optional.of("the answer was " + status), wrong);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
