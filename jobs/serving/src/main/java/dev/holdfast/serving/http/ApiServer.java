package dev.holdfast.serving.http;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Listens for requests, by Jetty, until it is closed; what was begun is then answered first. */
public final class ApiServer implements AutoCloseable {
  private static final int THREADS = 32;
  private static final int BACKLOG = 1024;
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);

  private final Server server;
  private final ServerConnector connector;

  private ApiServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Begins to listen.
   *
   * @param port 0 for any that is free
   * @throws JobException if this address cannot be listened on
   */
  public static ApiServer start(String host, int port, Api api, BearerToken token) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("http");
    Server server = new Server(threads);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
    connector.setHost(host);
    connector.setPort(port);
    connector.setAcceptQueueSize(BACKLOG);
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    server.setHandler(new GracefulHandler(new ApiHandler(api, token, threads)));
    server.setErrorHandler(ApiServer::unreadable);
    server.setStopTimeout(LAST_ANSWERS.toMillis());
    try {
      server.start();
    } catch (IOException taken) {
      stop(server);
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot listen on %s:%d: %s. Name another address with --listen."
              .formatted(host, port, taken.getMessage()),
          taken);
    } catch (Exception failed) {
      stop(server);
      throw new IllegalStateException("The server could not start", failed);
    }
    return new ApiServer(server, connector);
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    // The value of a key may hold anything, a slash too; paths are split before they are decoded.
    configuration.setUriCompliance(
        UriCompliance.DEFAULT.with(
            "any-key",
            Violation.AMBIGUOUS_PATH_SEPARATOR,
            Violation.AMBIGUOUS_PATH_ENCODING,
            Violation.AMBIGUOUS_PATH_SEGMENT,
            Violation.AMBIGUOUS_PATH_PARAMETER,
            Violation.AMBIGUOUS_EMPTY_SEGMENT,
            Violation.SUSPICIOUS_PATH_CHARACTERS));
    return configuration;
  }

  // What is no proper request never comes to the handler.
  private static boolean unreadable(Request request, Response response, Callback callback) {
    int status =
        request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer stated
            ? stated
            : response.getStatus();
    Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
    ApiHandler.send(
        Answer.problem(
            status, message == null ? HttpStatus.getMessage(status) : message.toString()),
        response,
        callback);
    return true;
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Waits until it is closed. */
  public void join() throws InterruptedException {
    server.join();
  }

  /** Takes no more requests, answers those that it took, and ends. */
  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception failed) {
      throw new IllegalStateException("The server could not stop", failed);
    }
  }
}
