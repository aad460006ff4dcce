package dev.holdfast.serving.http;

/** A request that is answered with an error, whoever finds it out. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  Refusal(Answer answer) {
    // Nobody looks at where it came from, and to find that out takes longer than to answer.
    super(null, null, false, false);
    this.answer = answer;
  }

  static Refusal badRequest(String detail) {
    return new Refusal(Answer.problem(Answer.BAD_REQUEST, detail));
  }

  static Refusal notFound(String detail) {
    return new Refusal(Answer.problem(Answer.NOT_FOUND, detail));
  }

  Answer answer() {
    return answer;
  }
}
