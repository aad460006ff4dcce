package dev.holdfast.samples;

import java.util.EnumMap;
import java.util.Map;

/** The chance that a customer leaves: week by week, and within four weeks. */
final class Hazard {
  /** Weeks that a true probability looks ahead: 28 days. */
  static final int HORIZON_WEEKS = 4;

  private static final int NEW_WEEKS = 26;
  private static final int OLD_WEEKS = 104;

  private Hazard() {}

  /**
   * The chance to cancel in a week.
   *
   * @param before the regime of the week before
   * @param tenureWeeks whole weeks since signing up, at the beginning of the week
   */
  static double ofWeek(Regime before, Contract contract, int tenureWeeks) {
    double tenure = tenureWeeks < NEW_WEEKS ? 1.5 : tenureWeeks < OLD_WEEKS ? 1.0 : 0.65;
    return before.hazard * contract.hazard * tenure;
  }

  /**
   * The chance to cancel within {@link #HORIZON_WEEKS}, exactly: the regimes are a Markov chain,
   * and cancelling absorbs it.
   */
  static double ofHorizon(Regime before, Contract contract, int tenureWeeks) {
    Map<Regime, Double> staying = new EnumMap<>(Map.of(before, 1.0));
    for (int week = 0; week < HORIZON_WEEKS; week++) {
      Map<Regime, Double> after = new EnumMap<>(Regime.class);
      for (Map.Entry<Regime, Double> from : staying.entrySet()) {
        double stays = from.getValue() * (1 - ofWeek(from.getKey(), contract, tenureWeeks + week));
        for (Regime to : Regime.values()) {
          after.merge(to, stays * from.getKey().transition(to), Double::sum);
        }
      }
      staying = after;
    }
    return 1 - staying.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** A contract's term, and how it holds its customer. */
  enum Contract {
    MONTH_TO_MONTH("Month-to-month", 1.6),
    ONE_YEAR("One year", 0.7),
    TWO_YEARS("Two years", 0.3);

    final String written;
    final double hazard;

    Contract(String written, double hazard) {
      this.written = written;
      this.hazard = hazard;
    }
  }
}
