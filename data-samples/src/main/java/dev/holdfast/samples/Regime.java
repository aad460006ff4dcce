package dev.holdfast.samples;

/**
 * What a customer is going through in a week. Nobody sees it; calls, invoices and tickets tell of
 * it, and next week's hazard of leaving follows from it.
 */
enum Regime {
  SETTLED(1.0, 0.02, 1.0, 0.01, 0.01, 0.0015),
  /** Calls drop, and some complain. */
  NETWORK_TROUBLE(1.0, 0.35, 1.0, 0.80, 0.01, 0.055),
  /** Invoices are far above the usual. */
  BILL_SHOCK(1.0, 0.02, 1.45, 0.01, 0.90, 0.065),
  /** The phone is hardly used any more. */
  DISENGAGING(0.10, 0.02, 1.0, 0.01, 0.01, 0.070);

  private static final double ONSET = 0.012;
  private static final double RECOVERY = 0.12;

  /** Calls in the week as a share of the customer's usual. */
  final double calls;

  /** Chance that a call is dropped. */
  final double dropped;

  /** Invoiced amount as a share of the usual. */
  final double spend;

  /** Tickets a week on the network, and on billing. */
  final double networkTickets;

  final double billingTickets;

  /** Chance to cancel in the week after, before contract and tenure. */
  final double hazard;

  Regime(
      double calls,
      double dropped,
      double spend,
      double networkTickets,
      double billingTickets,
      double hazard) {
    this.calls = calls;
    this.dropped = dropped;
    this.spend = spend;
    this.networkTickets = networkTickets;
    this.billingTickets = billingTickets;
    this.hazard = hazard;
  }

  /** Chance that the week after this one is in {@code next}. */
  double transition(Regime next) {
    if (this == SETTLED) {
      return next == SETTLED ? 1 - (values().length - 1) * ONSET : ONSET;
    }
    if (next == SETTLED) {
      return RECOVERY;
    }
    return next == this ? 1 - RECOVERY : 0;
  }

  /** The regime of the week after, for a uniform draw from [0, 1). */
  Regime next(double draw) {
    double upTo = 0;
    for (Regime regime : values()) {
      upTo += transition(regime);
      if (draw < upTo) {
        return regime;
      }
    }
    return this;
  }
}
