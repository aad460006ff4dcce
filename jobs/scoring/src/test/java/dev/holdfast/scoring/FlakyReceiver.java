package dev.holdfast.scoring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** A receiver of alerts on this machine, which does with each request what it is told to. */
final class FlakyReceiver implements AutoCloseable {
  private static final int HANGS_MILLIS = 1500;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Supplier<Mood> moods;
  private final Map<String, String> taken = new ConcurrentHashMap<>();
  private final Collection<String> asked = new ConcurrentLinkedQueue<>();

  /** What becomes of a request. */
  enum Mood {
    TAKES,
    ANSWERS_500,
    REFUSES,
    HANGS,
    DROPS
  }

  FlakyReceiver(Supplier<Mood> moods) {
    this.moods = moods;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/alerts", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Takes every second request; the others fail in one of three ways. */
  static Supplier<Mood> failingHalfOfTheTime(long seed) {
    Random random = new Random(seed);
    List<Mood> failures = List.of(Mood.ANSWERS_500, Mood.HANGS, Mood.DROPS);
    return () -> {
      synchronized (random) {
        return random.nextBoolean() ? Mood.TAKES : failures.get(random.nextInt(3));
      }
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(key);
    switch (moods.get()) {
      case TAKES -> {
        taken.put(key, body);
        exchange.sendResponseHeaders(204, -1);
      }
      case ANSWERS_500 -> exchange.sendResponseHeaders(500, -1);
      case REFUSES -> exchange.sendResponseHeaders(400, -1);
      case HANGS -> hang();
      case DROPS -> {}
    }
    exchange.close();
  }

  private static void hang() {
    try {
      Thread.sleep(HANGS_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  String address() {
    return "http://127.0.0.1:%d/alerts".formatted(server.getAddress().getPort());
  }

  /** What was taken, by key. */
  Map<String, String> taken() {
    return taken;
  }

  /** The keys of all requests. */
  Collection<String> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
