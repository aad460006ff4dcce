package dev.holdfast.benchmark;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Asks a server from one thread, over connections that are kept alive. At a rate, requests are due
 * at moments that are set beforehand, and each is timed from its own: one that has to wait because
 * the server, or this thread, was slow with those before it counts as slow itself, so that a server
 * that stands still for a moment is not asked less in it ("coordinated omission").
 */
final class HttpLoad implements AutoCloseable {
  private static final long SECOND = 1_000_000_000L;

  private final Selector selector;
  private final List<HttpConnection> connections = new ArrayList<>();
  private final IntFunction<byte[]> requests;

  /**
   * @param requests the bytes of each request, by its number
   */
  HttpLoad(int port, int count, IntFunction<byte[]> requests) throws IOException {
    this.selector = Selector.open();
    this.requests = requests;
    for (int each = 0; each < count; each++) {
      connections.add(new HttpConnection(port, selector));
    }
  }

  /**
   * What came of it.
   *
   * @param nanos of each answer, ascending
   * @param failed answers of another status than 200
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  record Answers(long[] nanos, double seconds, int failed) {

    double perSecond() {
      return nanos.length / seconds;
    }

    /** Milliseconds within which a share of the answers came. */
    double millis(double share) {
      int at = (int) Math.ceil(share * nanos.length) - 1;
      return nanos[Math.max(0, at)] / 1e6;
    }
  }

  /** Asks so many times a second, whether answers come or not. */
  Answers atRate(int perSecond, int seconds) throws IOException {
    return ask(perSecond * seconds, number -> number * SECOND / perSecond, Long.MAX_VALUE);
  }

  /** Asks on every connection as soon as it is answered. */
  Answers asFastAsAnswered(int seconds) throws IOException {
    return ask(Integer.MAX_VALUE, number -> 0, seconds * SECOND);
  }

  private interface Schedule {
    /** When a request is due, in nanoseconds from the beginning; 0 for at once. */
    long due(long number);
  }

  private Answers ask(int count, Schedule schedule, long until) throws IOException {
    Deque<HttpConnection> idle = new ArrayDeque<>(connections);
    long[] nanos = new long[Math.min(count, 1 << 20)];
    long started = System.nanoTime();
    int sent = 0;
    int answered = 0;
    int failed = 0;
    long now = started;
    while (answered < sent || (sent < count && now - started < until)) {
      now = System.nanoTime();
      while (!idle.isEmpty()
          && sent < count
          && now - started < until
          && schedule.due(sent) <= now - started) {
        long planned = schedule.due(sent);
        idle.pop().send(requests.apply(sent), planned == 0 ? now : started + planned);
        sent++;
      }
      selector.select(1);
      Iterator<SelectionKey> ready = selector.selectedKeys().iterator();
      while (ready.hasNext()) {
        HttpConnection connection = (HttpConnection) ready.next().attachment();
        ready.remove();
        if (connection.read()) {
          if (answered == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * nanos.length);
          }
          nanos[answered++] = System.nanoTime() - connection.due();
          failed += connection.isOk() ? 0 : 1;
          idle.push(connection);
        }
      }
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    long[] sorted = Arrays.copyOf(nanos, answered);
    Arrays.sort(sorted);
    return new Answers(sorted, seconds, failed);
  }

  /** Asks once, on the first connection. */
  String body(byte[] request) throws IOException {
    HttpConnection connection = connections.get(0);
    connection.send(request, System.nanoTime());
    boolean whole = false;
    while (!whole) {
      selector.select();
      selector.selectedKeys().clear();
      whole = connection.read();
    }
    if (!connection.isOk()) {
      throw new IOException("The server answered: " + connection.body());
    }
    return connection.body();
  }

  @Override
  public void close() throws IOException {
    for (HttpConnection connection : connections) {
      connection.close();
    }
    selector.close();
  }
}
