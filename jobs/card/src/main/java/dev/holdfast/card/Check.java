package dev.holdfast.card;

/**
 * One thing that was looked at before a model is called ready.
 *
 * @param words what was found, in numbers
 */
public record Check(Result result, String title, String words) {

  /** What came of it. */
  public enum Result {
    PASSED("ok"),
    /** It may be shipped, but somebody should know this. */
    CAUTION("caution"),
    /** It may not be shipped as it is. */
    FAILED("stop"),
    /** There was nothing to look at. */
    UNKNOWN("not known");

    private final String word;

    Result(String word) {
      this.word = word;
    }

    /** As the page says it. */
    public String word() {
      return word;
    }
  }
}
