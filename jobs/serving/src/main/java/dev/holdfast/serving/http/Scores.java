package dev.holdfast.serving.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.serving.week.ScoredWeek;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Answers about scores, from memory. */
final class Scores {
  private static final int USUAL_LIMIT = 20;
  private static final int MOST = 1000;
  private static final String LIMIT = "limit";
  private static final String AFTER = "after";
  private static final String VERSION = "version";

  private final ScoredWeek week;

  Scores(ScoredWeek week) {
    this.week = week;
  }

  /** The scores of one entity, whose key has these values. */
  Answer of(List<String> entity) {
    List<String> names = week.key().entity();
    if (entity.size() != names.size()) {
      throw Refusal.badRequest(
          "A score is asked for by %s: expected %s, each value percent-encoded."
              .formatted(
                  String.join(" and ", names),
                  names.stream()
                      .map("{%s}"::formatted)
                      .collect(Collectors.joining("/", "/scores/", ""))));
    }
    List<byte[]> found = week.of(entity);
    if (found.isEmpty()) {
      throw Refusal.notFound(
          "There is no score of %s \"%s\" in the week of %s."
              .formatted(String.join(", ", names), String.join("\", \"", entity), week.asOf()));
    }
    if (!week.key().ofEvents()) {
      return Answer.json(found.get(0));
    }
    ObjectNode head = JsonNodeFactory.instance.objectNode();
    head.put("as_of", week.asOf().toString());
    head.put("total", found.size());
    return Answer.json(withScores(head, found, null));
  }

  /** A page of all scores, highest first. */
  Answer page(String query) {
    Query asked = Query.of(query, LIMIT, AFTER, VERSION);
    int limit = asked.number(LIMIT, 1, MOST).orElse((long) USUAL_LIMIT).intValue();
    int after = asked.number(AFTER, 0, Integer.MAX_VALUE).orElse(0L).intValue();
    asked
        .number(VERSION, 0, Long.MAX_VALUE)
        .filter(version -> version != week.version())
        .ifPresent(this::refuse);
    List<byte[]> scores = week.after(after, limit);
    ObjectNode head = JsonNodeFactory.instance.objectNode();
    head.put("as_of", week.asOf().toString());
    head.put("total", week.size());
    long end = (long) after + scores.size();
    String next =
        end < week.size() && !scores.isEmpty()
            ? "/scores?%s=%d&%s=%d&%s=%d"
                .formatted(LIMIT, limit, AFTER, end, VERSION, week.version())
            : null;
    return Answer.json(withScores(head, scores, next));
  }

  // A page of one week and a page of another are not one list.
  private void refuse(long version) {
    throw new Refusal(
        Answer.problem(
            Answer.GONE,
            "The scores of table version %d were replaced by those of version %d, week of %s. Begin again at /scores."
                .formatted(version, week.version(), week.asOf())));
  }

  private static byte[] withScores(ObjectNode head, List<byte[]> scores, String next) {
    head.put("next", next);
    String text = head.toString();
    ByteArrayOutputStream body = new ByteArrayOutputStream(256 + 512 * scores.size());
    body.writeBytes(text.substring(0, text.length() - 1).getBytes(StandardCharsets.UTF_8));
    body.writeBytes(",\"scores\":[".getBytes(StandardCharsets.UTF_8));
    for (int place = 0; place < scores.size(); place++) {
      if (place > 0) {
        body.write(',');
      }
      body.writeBytes(scores.get(place));
    }
    body.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }
}
