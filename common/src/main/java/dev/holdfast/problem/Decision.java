package dev.holdfast.problem;

/** Which scored rows somebody acts on. */
public sealed interface Decision {

  /** The {@code count} highest scores of the day. */
  record Capacity(int count) implements Decision {}

  /**
   * Every row for which acting pays: {@code probability × value × success > cost}, all in one
   * currency.
   *
   * @param success the chance, from 0 to 1, that acting on a true positive keeps its value
   */
  record Economics(double cost, double value, double success) implements Decision {
    /** The probability above which acting pays. */
    public double threshold() {
      return cost / (value * success);
    }
  }
}
