package dev.holdfast.benchmark;

import java.util.List;

/**
 * Whether one side is better than another in more pairs than chance would have it (the sign test,
 * Dixon and Mood, 1946). Pairs without a difference count for neither.
 *
 * @param p the probability of so many wins or more if each side were as likely to win
 */
record SignTest(int wins, int losses, double p) {

  /**
   * @param differences one a pair, above 0 where the side won
   */
  static SignTest of(List<Double> differences) {
    int wins = (int) differences.stream().filter(each -> each > 0).count();
    int losses = (int) differences.stream().filter(each -> each < 0).count();
    int pairs = wins + losses;
    double term = Math.pow(0.5, pairs);
    double tail = 0;
    for (int count = 0; count <= losses; count++) {
      tail += term;
      term *= (pairs - count) / (count + 1.0);
    }
    return new SignTest(wins, losses, Math.min(1, tail));
  }
}
