package dev.holdfast.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a request is answered with; never changes. */
final class Answer {
  static final int OK = 200;
  static final int BAD_REQUEST = 400;
  static final int UNAUTHORIZED = 401;
  static final int NOT_FOUND = 404;
  static final int METHOD_NOT_ALLOWED = 405;
  static final int GONE = 410;
  static final int TOO_LARGE = 413;
  static final int UNSUPPORTED_TYPE = 415;
  static final int SERVER_ERROR = 500;
  static final int UNAVAILABLE = 503;

  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";
  private static final Map<Integer, String> TITLES =
      Map.of(
          BAD_REQUEST, "Bad request",
          UNAUTHORIZED, "Unauthorized",
          NOT_FOUND, "Not found",
          METHOD_NOT_ALLOWED, "Method not allowed",
          GONE, "Gone",
          TOO_LARGE, "Content too large",
          UNSUPPORTED_TYPE, "Unsupported media type",
          SERVER_ERROR, "Internal server error",
          UNAVAILABLE, "Service unavailable");

  private final int status;
  private final String type;
  private final byte[] body;
  private final Map<String, String> headers;

  /**
   * @param headers beside those that say what and how long the body is
   */
  private Answer(int status, String type, byte[] body, Map<String, String> headers) {
    this.status = status;
    this.type = type;
    this.body = body;
    this.headers = Map.copyOf(headers);
  }

  static Answer json(byte[] body) {
    return new Answer(OK, JSON, body, Map.of());
  }

  static Answer json(JsonNode body) {
    return json(bytes(body));
  }

  static Answer html(byte[] page) {
    return new Answer(OK, "text/html;charset=utf-8", page, Map.of());
  }

  /**
   * An error in the form of RFC 9457.
   *
   * @param detail what went wrong, with the values, and what to do
   */
  static Answer problem(int status, String detail) {
    ObjectNode problem = JsonNodeFactory.instance.objectNode();
    problem.put("status", status);
    problem.put("title", TITLES.getOrDefault(status, "Error"));
    problem.put("detail", detail);
    return new Answer(status, PROBLEM, bytes(problem), Map.of());
  }

  /** The same with one more header. */
  Answer with(String name, String value) {
    Map<String, String> more = new java.util.TreeMap<>(headers);
    more.put(name, value);
    return new Answer(status, type, body, more);
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  byte[] body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }

  private static byte[] bytes(JsonNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }
}
