package dev.holdfast.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One customer's simulated life; it follows from the seed and the customer's number alone, so that
 * any partition of the customers makes the same files.
 */
final class Life {
  private static final int WEEK_SECONDS = 7 * 24 * 3600;
  private static final int BILLING_WEEKS = 2;

  private final Profile profile;
  private final List<Event> events = new ArrayList<>();
  private final List<Truth> truths = new ArrayList<>();

  /** Something that happened, {@code second} seconds after the first Monday began. */
  record Event(Kind kind, int number, long second, double value, String text) {}

  /** What happens. */
  enum Kind {
    CALL,
    INVOICE,
    TICKET,
    CANCELLATION
  }

  /**
   * The true chance to cancel in the four weeks from a Monday on.
   *
   * @param regime what the customer went through in the week before it
   */
  record Truth(int week, Regime regime, double probability) {}

  private Life(Profile profile) {
    this.profile = profile;
  }

  static Life of(long customer, Settings settings) {
    RandomGenerator random = new SplittableRandom(mix(settings.seed(), customer));
    Life life = new Life(Profile.draw(random, settings.weeks() * 7));
    life.live(random, settings.weeks());
    return life;
  }

  Profile profile() {
    return profile;
  }

  List<Event> events() {
    return events;
  }

  List<Truth> truths() {
    return truths;
  }

  private void live(RandomGenerator random, int weeks) {
    int firstWeek = Math.max(0, Math.floorDiv(profile.signupDay(), 7));
    // Those who were there before the beginning are met somewhere along their way.
    Regime regime = Regime.SETTLED;
    if (profile.signupDay() < 0) {
      for (int warmUp = 0; warmUp < 20; warmUp++) {
        regime = regime.next(random.nextDouble());
      }
    }
    for (int week = firstWeek; week < weeks; week++) {
      boolean hasPast = week > firstWeek || profile.signupDay() < 0;
      long ends = (week + 1L) * WEEK_SECONDS;
      if (hasPast) {
        int tenureWeeks = Math.floorDiv(week * 7 - profile.signupDay(), 7);
        truths.add(
            new Truth(week, regime, Hazard.ofHorizon(regime, profile.contract(), tenureWeeks)));
        boolean leaves =
            random.nextDouble() < Hazard.ofWeek(regime, profile.contract(), tenureWeeks);
        if (leaves) {
          ends = week * (long) WEEK_SECONDS + random.nextInt(WEEK_SECONDS);
          events.add(new Event(Kind.CANCELLATION, 0, ends, 0, reason(regime)));
        }
        regime = regime.next(random.nextDouble());
        emit(random, week, regime, ends);
        if (leaves) {
          return;
        }
      } else {
        emit(random, week, regime, ends);
      }
    }
  }

  private void emit(RandomGenerator random, int week, Regime regime, long ends) {
    long begins = Math.max(week * (long) WEEK_SECONDS, profile.signupDay() * 24L * 3600);
    int calls = poisson(random, profile.weeklyCalls() * regime.calls);
    for (int call = 0; call < calls; call++) {
      String dropped = random.nextDouble() < regime.dropped ? "true" : "false";
      double seconds = Math.ceil(random.nextExponential() * 170);
      add(new Event(Kind.CALL, call, moment(random, week), seconds, dropped), begins, ends);
    }
    int network = poisson(random, regime.networkTickets);
    int billing = poisson(random, regime.billingTickets);
    int other = poisson(random, 0.02);
    for (int ticket = 0; ticket < network + billing + other; ticket++) {
      String topic =
          ticket < network ? "network" : ticket < network + billing ? "billing" : "other";
      add(new Event(Kind.TICKET, ticket, moment(random, week), 0, topic), begins, ends);
    }
    if (week % BILLING_WEEKS == profile.billingOffset()) {
      double share = regime.spend * (1 + 0.04 * random.nextGaussian());
      double amount = Math.round(profile.monthlyFee() / 2 * share * 100) / 100.0;
      // Invoices are written in the week's last hours, over what the week was.
      long at = (week + 1L) * WEEK_SECONDS - 3600 - random.nextInt(3600);
      add(new Event(Kind.INVOICE, 0, at, amount, ""), begins, ends);
    }
  }

  private void add(Event event, long begins, long ends) {
    if (event.second() >= begins && event.second() < ends) {
      events.add(event);
    }
  }

  private static long moment(RandomGenerator random, int week) {
    return week * (long) WEEK_SECONDS + random.nextInt(WEEK_SECONDS);
  }

  private static String reason(Regime regime) {
    return switch (regime) {
      case SETTLED -> "other";
      case NETWORK_TROUBLE -> "network";
      case BILL_SHOCK -> "price";
      case DISENGAGING -> "not needed";
    };
  }

  // Knuth's method: the means here are small.
  private static int poisson(RandomGenerator random, double mean) {
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }

  // The finaliser of SplitMix64: neighbouring customers get unrelated seeds.
  private static long mix(long seed, long customer) {
    long z = seed * 0x9E3779B97F4A7C15L + customer;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
