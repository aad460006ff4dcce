package dev.holdfast.serving.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of an address behind its question mark. */
record Query(Map<String, String> given) {

  Query {
    given = Map.copyOf(given);
  }

  /**
   * Reads it.
   *
   * @param raw as it was sent, null if there is none
   * @param known what may be asked
   * @throws Refusal if something else is asked, or something twice
   */
  static Query of(String raw, String... known) {
    Map<String, String> given = new HashMap<>();
    List<String> names = Arrays.asList(known);
    if (raw != null && !raw.isEmpty()) {
      for (String part : raw.split("&", -1)) {
        int equals = part.indexOf('=');
        String name = decoded(equals < 0 ? part : part.substring(0, equals));
        if (!names.contains(name)) {
          throw Refusal.badRequest(
              "There is no parameter %s here. %s"
                  .formatted(
                      name,
                      names.isEmpty()
                          ? "None is taken."
                          : "There are: %s.".formatted(String.join(", ", names))));
        }
        String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
        if (given.put(name, value) != null) {
          throw Refusal.badRequest(
              "The parameter %s is given twice. Give it once.".formatted(name));
        }
      }
    }
    return new Query(given);
  }

  /**
   * A whole number, if it is given.
   *
   * @throws Refusal if it is none, or not within these bounds
   */
  Optional<Long> number(String name, long least, long most) {
    String text = given.get(name);
    if (text == null) {
      return Optional.empty();
    }
    if (text.matches("\\d{1,18}")) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return Optional.of(number);
      }
    }
    throw Refusal.badRequest(
        "The parameter %s is \"%s\"; expected a whole number from %d%s."
            .formatted(name, text, least, most == Integer.MAX_VALUE ? "" : " to " + most));
  }

  static String decoded(String part) {
    try {
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException wrong) {
      throw Refusal.badRequest(
          "\"%s\" is not percent-encoded: %s".formatted(part, wrong.getMessage()));
    }
  }
}
