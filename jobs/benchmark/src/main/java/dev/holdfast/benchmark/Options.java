package dev.holdfast.benchmark;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The words of a benchmark whose options all take a number. */
record Options(Map<String, Integer> given) {

  Options {
    given = Map.copyOf(given);
  }

  /**
   * Reads {@code NAME N} pairs.
   *
   * @throws IllegalArgumentException with what is wrong and what to do
   */
  static Options of(String[] words, String... known) {
    Map<String, Integer> given = new HashMap<>();
    List<String> names = Arrays.asList(known);
    for (int at = 0; at < words.length; at += 2) {
      if (!names.contains(words[at])) {
        throw new IllegalArgumentException(
            "there is no option %s. There are: %s, each with a number."
                .formatted(words[at], String.join(", ", names)));
      }
      if (at + 1 == words.length || !words[at + 1].matches("\\d{1,9}")) {
        throw new IllegalArgumentException(
            "%s needs a whole number after it.".formatted(words[at]));
      }
      given.put(words[at], Integer.parseInt(words[at + 1]));
    }
    return new Options(given);
  }

  int number(String name, int otherwise) {
    return given.getOrDefault(name, otherwise);
  }
}
