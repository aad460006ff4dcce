package dev.holdfast.serving.http;

import dev.holdfast.job.JobException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests from Jetty to {@link Api}. What is answered from memory is answered by the thread
 * that read the request; what may have to be read from the store, a model or its page, by one of
 * its own.
 */
final class ApiHandler extends Handler.Abstract.NonBlocking {
  private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);

  private final Api api;
  private final BearerToken token;
  private final Executor threads;

  ApiHandler(Api api, BearerToken token, Executor threads) {
    this.api = api;
    this.token = token;
    this.threads = threads;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    HttpURI uri = request.getHttpURI();
    if (!token.admits(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
      send(unauthorized(), response, callback);
    } else if (HttpMethod.POST.is(request.getMethod()) && Api.SCORE.equals(uri.getPath())) {
      score(request, response, callback);
    } else if (Api.MODEL.equals(uri.getPath()) || Api.PAGE.equals(uri.getPath())) {
      threads.execute(() -> get(request, response, callback));
    } else {
      get(request, response, callback);
    }
    return true;
  }

  private void get(Request request, Response response, Callback callback) {
    HttpURI uri = request.getHttpURI();
    send(
        answer(() -> api.get(request.getMethod(), uri.getPath(), uri.getQuery())),
        response,
        callback);
  }

  private void score(Request request, Response response, Callback callback) {
    String query = request.getHttpURI().getQuery();
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    Body.read(
        request,
        body ->
            threads.execute(
                () -> send(answer(() -> api.score(query, type, body)), response, callback)),
        () -> send(tooLarge(), response, callback),
        callback::failed);
  }

  private static Answer answer(Supplier<Answer> asked) {
    try {
      return asked.get();
    } catch (Refusal refused) {
      return refused.answer();
    } catch (JobException known) {
      return Answer.problem(Answer.SERVER_ERROR, known.getMessage());
    } catch (RuntimeException unforeseen) {
      LOG.error("A request could not be answered", unforeseen);
      return Answer.problem(
          Answer.SERVER_ERROR, "This was not foreseen; the log of the server says more.");
    }
  }

  private static Answer unauthorized() {
    return Answer.problem(
            Answer.UNAUTHORIZED,
            "A token is asked for. Send the header Authorization: Bearer <token>.")
        .with(HttpHeader.WWW_AUTHENTICATE.asString(), "Bearer");
  }

  private static Answer tooLarge() {
    return Answer.problem(
            Answer.TOO_LARGE,
            "The body is larger than %d bytes. Post one row of features."
                .formatted(Body.MOST_BYTES))
        .with(HttpHeader.CONNECTION.asString(), "close");
  }

  static void send(Answer answer, Response response, Callback callback) {
    response.setStatus(answer.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    // Scores are of people: no cache between keeps them.
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    answer.headers().forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
  }
}
