package dev.holdfast.serving.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.serving.Follower;
import dev.holdfast.serving.model.ModelAnswers;
import dev.holdfast.serving.model.ModelPages;
import dev.holdfast.serving.model.PostedRow;
import dev.holdfast.serving.model.StoredModels;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is answered to which request; knows nothing of connections. */
public final class Api {
  static final String SCORE = "/score";
  static final String MODEL = "/model";
  static final String PAGE = "/model.html";

  private static final String GET = "GET";
  private static final String HEAD = "HEAD";
  private static final String POST = "POST";
  private static final String SCORES = "/scores";
  private static final String VERSION = "version";
  private static final String JSON = "application/json";

  private final String problem;
  private final Follower follower;
  private final ModelPages pages;
  private final Health health;

  public Api(String problem, Follower follower, ModelPages pages) {
    this.problem = problem;
    this.follower = follower;
    this.pages = pages;
    this.health = new Health(problem, follower, Clock.systemUTC());
  }

  /**
   * Answers a request that has no body.
   *
   * @param path as it was sent, still percent-encoded
   * @param query as it was sent, null without one
   * @throws Refusal for an error
   */
  Answer get(String method, String path, String query) {
    if (path.equals(SCORE)) {
      throw notAllowed(method, path, POST);
    }
    Answer answer =
        switch (path) {
          case "/" -> index(query);
          case "/health" -> health(query);
          case MODEL -> card(query);
          case PAGE -> page(query);
          case SCORES -> scores().page(query);
          default -> ofEntity(path, query);
        };
    if (!method.equals(GET) && !method.equals(HEAD)) {
      throw notAllowed(method, path, GET);
    }
    return answer;
  }

  /**
   * Scores the row that a request brought.
   *
   * @param type its content type, null without one
   * @throws Refusal for an error
   */
  Answer score(String query, String type, byte[] body) {
    if (type != null && !type.toLowerCase(Locale.ROOT).startsWith(JSON)) {
      throw new Refusal(
          Answer.problem(
              Answer.UNSUPPORTED_TYPE,
              "The body is of type %s; expected %s. Send the header Content-Type: %s."
                  .formatted(type, JSON, JSON)));
    }
    StoredModels models = models();
    int version = version(query, models);
    try {
      return Answer.json(new ModelAnswers(models).score(body, version));
    } catch (PostedRow.Unusable wrong) {
      throw Refusal.badRequest(
          "Cannot score the row by model version %d: %s.".formatted(version, wrong.getMessage()));
    }
  }

  private Answer index(String query) {
    Query.of(query);
    ObjectNode index = JsonNodeFactory.instance.objectNode();
    index.put("problem", problem);
    index.put("a_score", SCORES + "/{" + String.join("}/{", scoresKey()) + "}");
    index.put("all_scores", SCORES + "?limit=20&after=0");
    index.put("model", "/model");
    index.put("score_a_row", POST + " " + SCORE);
    index.put("health", "/health");
    return Answer.json(index);
  }

  private Answer health(String query) {
    Query.of(query);
    return health.answer();
  }

  private Answer card(String query) {
    StoredModels models = models();
    int version = version(query, models);
    ObjectNode card = new ModelAnswers(models).card(version).orElseThrow();
    card.put("page", pages.has(version) ? PAGE + "?version=" + version : null);
    return Answer.json(card);
  }

  private Answer page(String query) {
    int version = version(query, models());
    return pages
        .page(version)
        .map(Answer::html)
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "There is no page of model version %d. Its card as JSON is /model?version=%d."
                        .formatted(version, version)));
  }

  private Answer ofEntity(String path, String query) {
    if (!path.startsWith(SCORES + "/")) {
      throw Refusal.notFound("There is nothing at %s. What there is, / says.".formatted(path));
    }
    Query.of(query);
    List<String> entity = new ArrayList<>();
    for (String value : path.substring(SCORES.length() + 1).split("/", -1)) {
      // In a path, unlike a query, a plus is a plus.
      entity.add(Query.decoded(value.replace("+", "%2B")));
    }
    return scores().of(entity);
  }

  private static int version(String query, StoredModels models) {
    int version =
        Query.of(query, VERSION)
            .number(VERSION, 1, Integer.MAX_VALUE)
            .map(Long::intValue)
            .orElse(models.champion());
    if (models.stated(version).isEmpty()) {
      throw Refusal.notFound(
          "There is no model version %d. There are: %s."
              .formatted(
                  version,
                  String.join(", ", models.versions().stream().map(String::valueOf).toList())));
    }
    return version;
  }

  private Scores scores() {
    return new Scores(follower.latest().served().week());
  }

  private List<String> scoresKey() {
    return follower.latest().served().week().key().entity();
  }

  private StoredModels models() {
    return follower.latest().served().models();
  }

  private static Refusal notAllowed(String method, String path, String allowed) {
    return new Refusal(
        Answer.problem(
                Answer.METHOD_NOT_ALLOWED, "%s takes %s, not %s.".formatted(path, allowed, method))
            .with("Allow", allowed.equals(GET) ? GET + ", " + HEAD : allowed));
  }
}
