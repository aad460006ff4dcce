package dev.holdfast.model;

/** The scale on which evidence adds up: the logarithm of a probability over its complement. */
public final class LogOdds {
  // A float can be 0 or 1 where the truth only came close.
  private static final double LEAST = 1e-9;

  private LogOdds() {}

  /** Log odds of a probability; those of 0 and 1 are taken for all but certain. */
  public static double of(double probability) {
    double inside = Math.min(1 - LEAST, Math.max(LEAST, probability));
    // As exact, to a few units in the last place, as with log1p, whose part is near 0 only where
    // the other is far from it; and one logarithm instead of two.
    return Math.log(inside / (1 - inside));
  }

  /** The probability that has these log odds. */
  public static double probability(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }
}
