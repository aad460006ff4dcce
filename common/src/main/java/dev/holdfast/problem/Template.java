package dev.holdfast.problem;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence about one feature of one row: text with places such as {@code {value:percent}}, {@code
 * {usual}} and {@code {ratio:1}}.
 */
public record Template(List<Part> parts) implements Serializable {
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)\\}");
  private static final int MOST_DECIMALS = 6;
  private static final String PERCENT = "percent";

  public Template {
    parts = List.copyOf(parts);
  }

  /** A piece of a sentence. */
  public sealed interface Part extends Serializable {}

  /** Text as it stands. */
  public record Words(String text) implements Part {}

  /** A value put in. */
  public record Place(Quantity quantity, Form form) implements Part {}

  /** What can be put in. */
  public enum Quantity {
    /** The row's own value. */
    VALUE,
    /** The mean over all rows of the day that have one. */
    USUAL,
    /** The row's value over the usual one. */
    RATIO
  }

  /** How a number is written. */
  public sealed interface Form extends Serializable {}

  /** At most two decimals, and only those that are needed. */
  public record Plain() implements Form {}

  /** So many decimals. */
  public record Decimals(int count) implements Form {}

  /** Times 100, with the sign. */
  public record Percent() implements Form {}

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  static Template read(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher place = PLACE.matcher(text);
    int at = 0;
    while (place.find()) {
      words(text.substring(at, place.start()), parts);
      parts.add(place(place.group(1).strip()));
      at = place.end();
    }
    words(text.substring(at), parts);
    return new Template(parts);
  }

  private static void words(String text, List<Part> parts) {
    if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
      throw new IllegalArgumentException(
          "a brace without its partner in \"%s\"; a place is written {value}".formatted(text));
    }
    if (!text.isEmpty()) {
      parts.add(new Words(text));
    }
  }

  private static Place place(String text) {
    String[] halves = text.split(":", 2);
    List<String> quantities = new ArrayList<>();
    for (Quantity quantity : Quantity.values()) {
      String name = quantity.name().toLowerCase(Locale.ROOT);
      if (name.equals(halves[0])) {
        return new Place(quantity, halves.length == 1 ? new Plain() : form(halves[1]));
      }
      quantities.add(name);
    }
    throw new IllegalArgumentException(
        "there is no place {%s}; %s".formatted(text, Nearest.hint(halves[0], quantities)));
  }

  private static Form form(String text) {
    if (text.equals(PERCENT)) {
      return new Percent();
    }
    if (text.matches("\\d") && Integer.parseInt(text) <= MOST_DECIMALS) {
      return new Decimals(Integer.parseInt(text));
    }
    throw new IllegalArgumentException(
        "a number cannot be written as \"%s\"; expected percent, or decimals from 0 to %d as in {value:1}"
            .formatted(text, MOST_DECIMALS));
  }

  /** Whether the sentence speaks of the usual value. */
  public boolean asksForUsual() {
    return parts.stream()
        .anyMatch(part -> part instanceof Place place && place.quantity() != Quantity.VALUE);
  }

  /**
   * The sentence for a number; none where the usual value is needed and is not known, or is 0 and
   * divides.
   */
  public Optional<String> of(double value, Optional<Double> usual) {
    StringBuilder sentence = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Words words) {
        sentence.append(words.text());
      } else if (part instanceof Place place) {
        Optional<Double> number = number(place.quantity(), value, usual);
        if (number.isEmpty()) {
          return Optional.empty();
        }
        sentence.append(written(number.get(), place.form()));
      }
    }
    return Optional.of(sentence.toString());
  }

  /** The sentence for a text; none where it asks for more than the value. */
  public Optional<String> of(String value) {
    if (asksForUsual()) {
      return Optional.empty();
    }
    StringBuilder sentence = new StringBuilder();
    for (Part part : parts) {
      sentence.append(part instanceof Words words ? words.text() : value);
    }
    return Optional.of(sentence.toString());
  }

  private static Optional<Double> number(Quantity quantity, double value, Optional<Double> usual) {
    return switch (quantity) {
      case VALUE -> Optional.of(value);
      case USUAL -> usual;
      case RATIO -> usual.filter(each -> each != 0).map(each -> value / each);
    };
  }

  /** A number as people write it. */
  public static String written(double number, Form form) {
    if (form instanceof Percent) {
      double hundredths = number * 100;
      return decimals(hundredths, Math.abs(hundredths) < 10 ? 1 : 0, true) + " %";
    }
    if (form instanceof Decimals decimals) {
      return decimals(number, decimals.count(), false);
    }
    return decimals(number, 2, true);
  }

  private static String decimals(double number, int count, boolean strip) {
    BigDecimal rounded = new BigDecimal(number).setScale(count, RoundingMode.HALF_UP);
    BigDecimal shown = strip && rounded.signum() != 0 ? rounded.stripTrailingZeros() : rounded;
    return strip && rounded.signum() == 0 ? "0" : shown.toPlainString();
  }
}
