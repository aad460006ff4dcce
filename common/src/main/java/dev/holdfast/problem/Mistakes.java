package dev.holdfast.problem;

import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects every mistake of a file, so that all are reported at once. */
final class Mistakes {
  private final List<Mistake> found = new ArrayList<>();

  void add(ConfigOrigin origin, String path, String what) {
    found.add(new Mistake(where(origin), path, what));
  }

  void add(String where, String path, String what) {
    found.add(new Mistake(where, path, what));
  }

  boolean none() {
    return found.isEmpty();
  }

  void throwIfAny(Path file) {
    if (!found.isEmpty()) {
      throw new InvalidProblemException(file.toString(), found);
    }
  }

  private static String where(ConfigOrigin origin) {
    String name = origin.filename() == null ? origin.description() : origin.filename();
    return origin.lineNumber() > 0 ? name + ":" + origin.lineNumber() : name;
  }
}
