package dev.holdfast.deploy.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between the clients of a store and the store, and spoils some of what passes: every fourth
 * request in turn in one of the ways of {@link Fault}, and of every second commit of a table the
 * answer to the PUT that wrote it. A connection carries one request.
 */
final class FaultyProxy implements AutoCloseable {
  private static final int EVERY = 4;
  private static final long SLOWNESS_MILLIS = 500;
  private static final int BYTES_BEFORE_THE_CUT = 180;
  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
  private static final Pattern ODD_COMMIT =
      Pattern.compile("^PUT \\S*_delta_log/\\d+[13579]\\.json[ ?]");

  /** What may happen to a request. */
  enum Fault {
    /** Status 503, nothing done. */
    UNAVAILABLE,
    /** Status 500, nothing done. */
    BROKEN,
    /** Half a second more than usual. */
    SLOW,
    /** The connection ends within the answer. */
    CUT,
    /** The request is done, its answer never arrives. */
    LOST
  }

  private final ServerSocket server;
  private final int upstream;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private final Map<Fault, AtomicInteger> done = new ConcurrentHashMap<>();
  private final Map<String, Boolean> spoiltCommits = new ConcurrentHashMap<>();

  /** Begins to listen on a free port. */
  FaultyProxy(int upstream) throws IOException {
    this.upstream = upstream;
    this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    threads.execute(this::listen);
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** How often each fault has happened. */
  int count(Fault fault) {
    return done.getOrDefault(fault, new AtomicInteger()).get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }

  private void listen() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        threads.execute(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket store = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
      String head = head(client.getInputStream());
      if (head.isEmpty()) {
        return;
      }
      Fault fault = fault(head);
      if (fault != null) {
        done.computeIfAbsent(fault, any -> new AtomicInteger()).incrementAndGet();
      }
      if (fault == Fault.UNAVAILABLE || fault == Fault.BROKEN) {
        refuse(client, head, fault == Fault.UNAVAILABLE ? "503 Slow Down" : "500 Internal Error");
        return;
      }
      if (fault == Fault.SLOW) {
        Thread.sleep(SLOWNESS_MILLIS);
      }
      store.getOutputStream().write(alone(head).getBytes(ISO_8859_1));
      threads.execute(() -> copyBody(client, store));
      answer(client, store.getInputStream(), fault);
    } catch (IOException gone) {
      // One of the two has hung up, which is what this class is for.
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private Fault fault(String head) {
    Matcher commit = ODD_COMMIT.matcher(head);
    if (commit.find() && spoiltCommits.putIfAbsent(commit.group(), true) == null) {
      return Fault.LOST;
    }
    int request = requests.incrementAndGet();
    if (request % EVERY != 0) {
      return null;
    }
    Fault[] all = Fault.values();
    return all[request / EVERY % all.length];
  }

  private static void refuse(Socket client, String head, String status) throws IOException {
    Matcher length = LENGTH.matcher(head);
    if (length.find() && !head.toLowerCase(java.util.Locale.ROOT).contains("100-continue")) {
      client.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
    }
    String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    client.getOutputStream().write(answer.getBytes(ISO_8859_1));
  }

  private static void answer(Socket client, InputStream store, Fault fault) throws IOException {
    OutputStream out = client.getOutputStream();
    if (fault == Fault.LOST) {
      String first = head(store);
      if (first.startsWith("HTTP/1.1 100")) {
        out.write(first.getBytes(ISO_8859_1));
      }
      store.readAllBytes();
      hangUp(client);
    } else if (fault == Fault.CUT) {
      out.write(store.readNBytes(BYTES_BEFORE_THE_CUT));
      hangUp(client);
    } else {
      store.transferTo(out);
    }
  }

  private static void hangUp(Socket client) throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }

  private static void copyBody(Socket client, Socket store) {
    try {
      client.getInputStream().transferTo(store.getOutputStream());
    } catch (IOException ended) {
      // The answer was complete, or one of the two has hung up.
    }
  }

  // The request, with the wish that the connection ends when it is answered.
  private static String alone(String head) {
    String others = head.replaceAll("(?im)^connection:.*\r\n", "");
    return others.substring(0, others.length() - 2) + "Connection: close\r\n\r\n";
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      last = last << 8 | next;
      if (last == 0x0d0a0d0a) {
        break;
      }
    }
    return head.toString(ISO_8859_1);
  }
}
