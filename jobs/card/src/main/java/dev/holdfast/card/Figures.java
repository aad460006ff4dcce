package dev.holdfast.card;

import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Numbers as a page writes them; what is not known is a dash. */
final class Figures {
  private static final String UNKNOWN = "–";

  private Figures() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String count(double number) {
    return Double.isNaN(number) ? UNKNOWN : String.format(Locale.ROOT, "%,.0f", number);
  }

  /** With so many digits behind the point. */
  static String number(double number, int digits) {
    return Double.isNaN(number)
        ? UNKNOWN
        : String.format(Locale.ROOT, "%,." + digits + "f", number);
  }

  /** With its sign. */
  static String signed(double number, int digits) {
    return Double.isNaN(number)
        ? UNKNOWN
        : String.format(Locale.ROOT, "%+,." + digits + "f", number);
  }

  static String percent(double share) {
    return Double.isNaN(share) ? UNKNOWN : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  static String interval(double low, double high, int digits) {
    return Double.isNaN(low) || Double.isNaN(high)
        ? UNKNOWN
        : number(low, digits) + " to " + number(high, digits);
  }

  /** Such as {@code 28 days} or {@code 2 months}. */
  static String period(Period period) {
    long days = period.get(ChronoUnit.DAYS);
    long months = period.toTotalMonths();
    if (days != 0 && months != 0) {
      return counted(months, "month") + " and " + counted(days, "day");
    }
    return months != 0 ? counted(months, "month") : counted(days, "day");
  }

  static String counted(long number, String unit) {
    return String.format(Locale.ROOT, "%,d %s%s", number, unit, number == 1 ? "" : "s");
  }

  /** A metric's name in the registry as a person says it. */
  static String metric(String name) {
    return switch (name) {
      case "auc" -> "AUC";
      case "average_precision" -> "average precision";
      case "log_loss" -> "log loss";
      case "lift_10" -> "lift of the top 10 %";
      default -> name;
    };
  }
}
