package dev.holdfast.problem;

import java.util.List;
import java.util.stream.Collectors;

/** A problem file that cannot be used, with every mistake in it. */
public final class InvalidProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Mistake> mistakes;

  InvalidProblemException(String file, List<Mistake> mistakes) {
    super(paragraph(file, mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  public List<Mistake> mistakes() {
    return mistakes;
  }

  private static String paragraph(String file, List<Mistake> mistakes) {
    String count = mistakes.size() == 1 ? "one mistake" : mistakes.size() + " mistakes";
    return mistakes.stream()
        .map(mistake -> "\n  " + mistake)
        .collect(
            Collectors.joining(
                "",
                "Cannot use the problem file %s: %s.".formatted(file, count),
                "\nMend them and run again; nothing was read or written."));
  }
}
