package dev.holdfast.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** Asks a server over HTTP. */
final class Client {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  Client(int port) {
    this.port = port;
  }

  /** An answer, its body parsed where it is JSON. */
  record Answer(HttpResponse<String> response, JsonNode json) {
    int status() {
      return response.statusCode();
    }

    String type() {
      return response.headers().firstValue("Content-Type").orElse("");
    }

    String detail() {
      return json.path("detail").asText();
    }
  }

  Answer get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  Answer post(String path, String body) {
    return send("POST", path, BodyPublishers.ofString(body), "Content-Type", "application/json");
  }

  Answer send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
            .timeout(PATIENCE)
            .method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      boolean json =
          response.headers().firstValue("Content-Type").orElse("").contains("json")
              && !response.body().isEmpty();
      return new Answer(response, json ? JSON.readTree(response.body()) : JSON.nullNode());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** Asks until the answer is as wanted; the last answer, if that never comes. */
  Answer getUntil(String path, Predicate<JsonNode> wanted) {
    Instant end = Instant.now().plus(PATIENCE);
    Answer answer = get(path);
    while (!wanted.test(answer.json()) && Instant.now().isBefore(end)) {
      pause();
      answer = get(path);
    }
    return answer;
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
