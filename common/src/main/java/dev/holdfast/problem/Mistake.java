package dev.holdfast.problem;

/**
 * One thing that is wrong in a problem file.
 *
 * @param where file and line, or {@code --set}
 * @param path the setting, for example {@code sources.calls.schema}
 * @param what what was found and what was expected
 */
public record Mistake(String where, String path, String what) {

  @Override
  public String toString() {
    return "%s: %s: %s".formatted(where, path, what);
  }
}
