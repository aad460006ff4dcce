package dev.holdfast.serving.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * Reads the body of a request as it comes. One that is too large is read on for a while and
 * dropped: a connection that is closed with bytes unread can take the answer along, and whoever
 * sent them would never learn why.
 */
final class Body implements Invocable.Task {
  /** Bytes that a body may have. */
  static final int MOST_BYTES = 64 * 1024;

  private static final int MOST_DROPPED = 1024 * 1024;

  private final Request request;
  private final Consumer<byte[]> whole;
  private final Runnable tooLarge;
  private final Consumer<Throwable> gone;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long read;

  private Body(
      Request request, Consumer<byte[]> whole, Runnable tooLarge, Consumer<Throwable> gone) {
    this.request = request;
    this.whole = whole;
    this.tooLarge = tooLarge;
    this.gone = gone;
  }

  /**
   * Reads a body; one of the three is told, once.
   *
   * @param whole takes it
   * @param tooLarge is run if it has more than {@link #MOST_BYTES}
   * @param gone takes why it could not be read
   */
  static void read(
      Request request, Consumer<byte[]> whole, Runnable tooLarge, Consumer<Throwable> gone) {
    new Body(request, whole, tooLarge, gone).run();
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        gone.accept(chunk.getFailure());
        return;
      }
      take(chunk.getByteBuffer());
      boolean last = chunk.isLast();
      chunk.release();
      if (last || read > MOST_DROPPED) {
        end();
        return;
      }
    }
  }

  private void take(ByteBuffer part) {
    read += part.remaining();
    if (read <= MOST_BYTES) {
      bytes.writeBytes(BufferUtil.toArray(part));
    }
  }

  private void end() {
    if (read > MOST_BYTES) {
      tooLarge.run();
    } else {
      whole.accept(bytes.toByteArray());
    }
  }
}
