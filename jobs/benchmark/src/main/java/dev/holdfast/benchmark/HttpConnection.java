package dev.holdfast.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Locale;

/** A connection that is kept alive, with one request at a time on its way; for one thread. */
final class HttpConnection implements AutoCloseable {
  private static final String LENGTH = "content-length:";
  private static final byte[] OK = "HTTP/1.1 200".getBytes(US_ASCII);

  private final SocketChannel channel;
  private ByteBuffer answer = ByteBuffer.allocate(1 << 15);
  private long due;
  private int whole;

  /**
   * @param selector is told when there is something to read
   */
  HttpConnection(int port, Selector selector) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /**
   * Sends a request, which fits into what the machine buffers.
   *
   * @param due when it was to be sent, of {@link System#nanoTime}
   */
  void send(byte[] request, long due) throws IOException {
    this.due = due;
    answer.clear();
    whole = 0;
    ByteBuffer out = ByteBuffer.wrap(request);
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  /** When the request on its way was to be sent. */
  long due() {
    return due;
  }

  /** Reads what came, and says whether the answer is whole. */
  boolean read() throws IOException {
    if (channel.read(answer) < 0) {
      throw new IOException("The server closed a connection before it answered");
    }
    if (whole == 0) {
      whole = length();
    }
    if (whole > answer.capacity()) {
      answer = ByteBuffer.allocate(whole).put(answer.flip());
    }
    return whole > 0 && answer.position() >= whole;
  }

  /** Whether the answer is of status 200. */
  boolean isOk() {
    return Arrays.equals(answer.array(), 0, OK.length, OK, 0, OK.length);
  }

  /** The body of a whole answer. */
  String body() {
    int head = head();
    return new String(answer.array(), head, whole - head, java.nio.charset.StandardCharsets.UTF_8);
  }

  // Of head and body; 0 while the head is not there.
  private int length() {
    int head = head();
    if (head == 0) {
      return 0;
    }
    String text = new String(answer.array(), 0, head, US_ASCII).toLowerCase(Locale.ROOT);
    int from = text.indexOf(LENGTH) + LENGTH.length();
    return head + Integer.parseInt(text.substring(from, text.indexOf('\r', from)).strip());
  }

  private int head() {
    byte[] bytes = answer.array();
    for (int at = 3; at < answer.position(); at++) {
      if (bytes[at] == '\n' && bytes[at - 1] == '\r' && bytes[at - 2] == '\n') {
        return at + 1;
      }
    }
    return 0;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
