package dev.holdfast.problem;

import java.util.Map;

/**
 * What is said of why a row scored as it did.
 *
 * @param top features named for each row at most
 * @param audience the rows that are explained
 * @param templates sentences by feature; one without a template is named with its value
 */
public record Reasons(int top, Audience audience, Map<String, Template> templates) {

  public Reasons {
    templates = Map.copyOf(templates);
  }

  /** Whose scores are explained. */
  public enum Audience {
    EVERYONE,
    /** Those whom the decision is to act on. */
    ACTED
  }
}
