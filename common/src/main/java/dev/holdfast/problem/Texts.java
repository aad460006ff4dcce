package dev.holdfast.problem;

import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Typed values out of a block: each method names what it expects and refuses what is not that. */
final class Texts {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,4})\\s*(day|week|month)s?");

  private Texts() {}

  static String text(Block block, String key, String expected) {
    return block.read(key, expected, "", Texts::notBlank);
  }

  static Optional<String> optionalText(Block block, String key, String expected) {
    return block.readOptional(key, expected, "", Texts::notBlank);
  }

  static List<String> names(Block block, String key, String expected) {
    return block.readList(key, expected, "", Texts::notBlank);
  }

  static List<String> optionalNames(Block block, String key, String expected) {
    return block.has(key) ? names(block, key, expected) : List.of();
  }

  static LocalDate date(Block block, String key) {
    return block.read(key, "a date such as 2024-04-01", LocalDate.EPOCH, Texts::asDate);
  }

  static Optional<LocalDate> optionalDate(Block block, String key) {
    return block.readOptional(key, "a date such as 2024-04-01", LocalDate.EPOCH, Texts::asDate);
  }

  static Period period(Block block, String key, boolean positive) {
    String expected = "a length such as 7 days, 1 week or 1 month";
    return block.read(
        key,
        expected,
        Period.ofDays(1),
        text -> asPeriod(text).filter(p -> !positive || !p.isZero()));
  }

  static int days(Block block, String key) {
    return block.read(key, "a length in days or weeks, such as 90 days", 1, Texts::asDays);
  }

  static List<Integer> windows(Block block, String key) {
    return block.readList(key, "lengths in days or weeks, such as 28 days", 1, Texts::asDays);
  }

  static int integer(Block block, String key, int least, int most) {
    return block.read(key, between(least, most), least, whole(least, most));
  }

  static List<Integer> integers(Block block, String key, int least, int most) {
    return block.readList(key, between(least, most), least, whole(least, most));
  }

  static Optional<Integer> optionalInteger(Block block, String key, int least, int most) {
    return block.readOptional(key, between(least, most), least, whole(least, most));
  }

  static double number(Block block, String key, double least, double most) {
    return block.read(key, range(least, most), least, real(least, most));
  }

  static Optional<Double> optionalNumber(Block block, String key, double least, double most) {
    return block.readOptional(key, range(least, most), least, real(least, most));
  }

  static List<Double> numbers(Block block, String key, double least, double most) {
    return block.readList(key, range(least, most), least, real(least, most));
  }

  static <E extends Enum<E>> E choice(Block block, String key, Class<E> choices) {
    E[] all = choices.getEnumConstants();
    String expected =
        Arrays.stream(all).map(Texts::written).collect(Collectors.joining(", ", "one of ", ""));
    return block.read(
        key,
        expected,
        all[0],
        text -> Arrays.stream(all).filter(each -> written(each).equals(text)).findFirst());
  }

  private static String written(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Optional<String> notBlank(String text) {
    return Optional.of(text).filter(each -> !each.isBlank());
  }

  private static Optional<LocalDate> asDate(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException notADate) {
      return Optional.empty();
    }
  }

  private static Optional<Period> asPeriod(String text) {
    Matcher span = SPAN.matcher(text.strip());
    if (!span.matches()) {
      return Optional.empty();
    }
    int count = Integer.parseInt(span.group(1));
    return Optional.of(
        switch (span.group(2)) {
          case "day" -> Period.ofDays(count);
          case "week" -> Period.ofWeeks(count);
          default -> Period.ofMonths(count);
        });
  }

  private static Optional<Integer> asDays(String text) {
    return asPeriod(text)
        .filter(period -> period.toTotalMonths() == 0 && !period.isZero())
        .map(period -> (int) period.get(ChronoUnit.DAYS));
  }

  private static Function<String, Optional<Integer>> whole(int least, int most) {
    return text ->
        Optional.of(text)
            .filter(each -> each.matches("-?\\d{1,9}"))
            .map(Integer::parseInt)
            .filter(value -> value >= least && value <= most);
  }

  private static Function<String, Optional<Double>> real(double least, double most) {
    return text -> {
      try {
        return Optional.of(Double.parseDouble(text))
            .filter(value -> value >= least && value <= most);
      } catch (NumberFormatException notANumber) {
        return Optional.empty();
      }
    };
  }

  private static String between(int least, int most) {
    return most == Integer.MAX_VALUE
        ? "a whole number from " + least
        : "a whole number from %d to %d".formatted(least, most);
  }

  private static String range(double least, double most) {
    return most == Double.MAX_VALUE
        ? "a number from " + least
        : "a number from %s to %s".formatted(least, most);
  }
}
