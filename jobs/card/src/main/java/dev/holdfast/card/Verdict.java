package dev.holdfast.card;

import dev.holdfast.card.Check.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether a model version may be shipped, and why.
 *
 * @param why what decided it: what is wrong, or where nothing is, what speaks for it
 * @param checks all that was looked at
 */
public record Verdict(Answer answer, List<Check> why, List<Check> checks) {
  // The rules, and what is known of its ranking: enough for the top of the page.
  private static final int FOR_IT = 4;

  public Verdict {
    why = List.copyOf(why);
    checks = List.copyOf(checks);
  }

  /** The answer. */
  public enum Answer {
    READY("Ready to ship"),
    CAUTIONS("Ready to ship, with cautions"),
    NOT_READY("Not ready to ship"),
    /** It was trained on generated data; nothing else is wrong. */
    DEMONSTRATION("Demonstration only, not to be shipped");

    private final String words;

    Answer(String words) {
      this.words = words;
    }

    /** As the page says it. */
    public String words() {
      return words;
    }
  }

  static Verdict of(ModelFacts facts) {
    List<Check> checks = new ArrayList<>(PromotionChecks.of(facts));
    checks.addAll(QualityChecks.of(facts));
    List<Check> failed = of(checks, Result.FAILED);
    List<Check> cautions = of(checks, Result.CAUTION);
    if (!failed.isEmpty()) {
      boolean wrong =
          failed.stream().anyMatch(check -> !check.title().equals(QualityChecks.DEMONSTRATION));
      return new Verdict(
          wrong ? Answer.NOT_READY : Answer.DEMONSTRATION,
          Stream.concat(failed.stream(), cautions.stream()).toList(),
          checks);
    }
    return cautions.isEmpty()
        ? new Verdict(Answer.READY, of(checks, Result.PASSED).subList(0, FOR_IT), checks)
        : new Verdict(Answer.CAUTIONS, cautions, checks);
  }

  private static List<Check> of(List<Check> checks, Result result) {
    return checks.stream().filter(check -> check.result() == result).toList();
  }
}
