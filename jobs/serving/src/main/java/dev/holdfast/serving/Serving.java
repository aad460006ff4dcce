package dev.holdfast.serving;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.job.Progress;
import dev.holdfast.job.Progress.Outcome;
import dev.holdfast.serving.http.Api;
import dev.holdfast.serving.http.ApiServer;
import io.delta.kernel.exceptions.TableNotFoundException;

/** A problem that is being served: the store is followed, and requests are answered. */
final class Serving implements AutoCloseable {
  private final Follower follower;
  private final ApiServer server;

  private Serving(Follower follower, ApiServer server) {
    this.follower = follower;
    this.server = server;
  }

  /**
   * Reads the week, and then begins to answer.
   *
   * @throws JobException if there is nothing to serve, or the address is taken
   */
  static Serving start(ServingOptions options, Progress progress) {
    Store store = new Store(options.places(), options.settings());
    Follower follower =
        progress.step(
            "read the week",
            () -> {
              Follower first = follow(store, options, progress);
              Served served = first.latest().served();
              return new Outcome<>(
                  first,
                  "%s, %s scores; champion is version %d"
                      .formatted(
                          served.week().asOf(),
                          Progress.count(served.week().size()),
                          served.models().champion()));
            });
    Api api = new Api(options.places().problem(), follower, store.pages());
    ApiServer server =
        ApiServer.start(options.address().host(), options.address().port(), api, options.token());
    follower.start();
    return new Serving(follower, server);
  }

  private static Follower follow(Store store, ServingOptions options, Progress progress) {
    try {
      return new Follower(store, options.every(), progress);
    } catch (TableNotFoundException none) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot serve %s: there is no table in %s. Run the weekly jobs first, or name where their tables are with --deployment."
              .formatted(options.places().problem(), none.getTablePath()),
          none);
    }
  }

  int port() {
    return server.port();
  }

  void join() throws InterruptedException {
    server.join();
  }

  /** Takes no more requests, and ends when those that it took are answered. */
  @Override
  public void close() {
    server.close();
    follower.close();
  }
}
