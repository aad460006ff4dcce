package dev.holdfast.samples;

import dev.holdfast.samples.Hazard.Contract;
import java.util.random.RandomGenerator;

/**
 * What does not change in a customer's life.
 *
 * @param signupDay days from the first simulated Monday; negative for those who came before
 * @param age years, or -1 where unknown
 * @param weeklyCalls usual calls in a week
 * @param billingOffset 0 or 1: in which of every two weeks invoices are written
 */
record Profile(
    int signupDay,
    Contract contract,
    String country,
    double monthlyFee,
    String payment,
    int age,
    double weeklyCalls,
    int billingOffset) {

  private static final String[] COUNTRIES = {
    "Germany",
    "France",
    "Spain",
    "Italy",
    "Poland",
    "Netherlands",
    "Belgium",
    "Austria",
    "Portugal",
    "Sweden",
    "Denmark",
    "Finland",
    "Ireland",
    "Greece",
    "Hungary",
    "Romania",
    "Bulgaria",
    "Slovakia",
    "Croatia",
    "Slovenia",
    "Estonia",
    "Latvia",
    "Luxembourg",
    "Malta",
    "Cyprus"
  };
  private static final String[] PAYMENTS = {"Direct debit", "Credit card", "Invoice", "Wallet"};
  private static final int DAYS_BEFORE = 3 * 365;

  static Profile draw(RandomGenerator random, int simulatedDays) {
    int signupDay =
        random.nextDouble() < 0.75
            ? -1 - random.nextInt(DAYS_BEFORE)
            : random.nextInt(simulatedDays);
    double term = random.nextDouble();
    Contract contract =
        term < 0.5 ? Contract.MONTH_TO_MONTH : term < 0.8 ? Contract.ONE_YEAR : Contract.TWO_YEARS;
    return new Profile(
        signupDay,
        contract,
        country(random),
        Math.round((15 + 45 * random.nextDouble()) * 100) / 100.0,
        PAYMENTS[random.nextInt(PAYMENTS.length)],
        random.nextDouble() < 0.04 ? -1 : 18 + random.nextInt(65),
        6 * Math.exp(0.25 * random.nextGaussian()),
        random.nextInt(2));
  }

  // Each country is three quarters as frequent as the one before it: the last are very rare.
  private static String country(RandomGenerator random) {
    int index = (int) (Math.log(1 - random.nextDouble()) / Math.log(0.75));
    return COUNTRIES[Math.min(index, COUNTRIES.length - 1)];
  }
}
