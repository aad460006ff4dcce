package dev.holdfast.training.space;

/** The standard normal distribution. */
final class Normal {

  private Normal() {}

  /**
   * The probability of a value below {@code x}, to 1.5e-7 (Abramowitz and Stegun, Handbook of
   * Mathematical Functions, 7.1.26).
   */
  static double below(double x) {
    double z = Math.abs(x) / Math.sqrt(2);
    double t = 1 / (1 + 0.3275911 * z);
    double polynomial =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    double error = 1 - polynomial * Math.exp(-z * z);
    return x >= 0 ? (1 + error) / 2 : (1 - error) / 2;
  }
}
