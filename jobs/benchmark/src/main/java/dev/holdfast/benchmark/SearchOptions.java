package dev.holdfast.benchmark;

import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the search benchmark was asked for.
 *
 * @param rows of the comparison
 * @param pairs runs of each side after the warm-up, the full MLlib grid apart: that runs once
 * @param quick whether MLlib tries a part of the grid only
 */
record SearchOptions(int rows, int pairs, boolean quick, Set<Side> sides) {
  private static final int ROWS = 200_000;
  private static final int QUICK_ROWS = 50_000;
  private static final int PAIRS = 3;
  private static final int LEAST_ROWS = 1_000;

  /** What is measured. */
  enum Side {
    OURS,
    REBUILD,
    BARE,
    MLLIB,
    MILLION,
    SCALING
  }

  SearchOptions {
    sides = Set.copyOf(sides);
  }

  /**
   * Reads {@code --quick}, {@code --rows N}, {@code --pairs N}, {@code --million} and {@code --only
   * SIDE,SIDE}.
   */
  static SearchOptions of(List<String> words) {
    boolean quick = words.contains("--quick");
    int rows = quick ? QUICK_ROWS : ROWS;
    int pairs = PAIRS;
    Set<Side> sides = EnumSet.allOf(Side.class);
    if (quick) {
      sides.remove(Side.SCALING);
    }
    if (quick && !words.contains("--million")) {
      sides.remove(Side.MILLION);
    }
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      switch (word) {
        case "--quick", "--million" -> {}
        case "--rows" -> rows = number(word, rest, LEAST_ROWS);
        case "--pairs" -> pairs = number(word, rest, 1);
        case "--only" -> sides = sides(value(word, rest));
        default ->
            throw new IllegalArgumentException(
                "there is no option %s. There are: --quick, --rows N, --pairs N, --million, --only SIDE,SIDE."
                    .formatted(word));
      }
    }
    return new SearchOptions(rows, pairs, quick, sides);
  }

  boolean has(Side side) {
    return sides.contains(side);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException("%s needs a value after it.".formatted(option));
    }
    return rest.next();
  }

  private static int number(String option, Iterator<String> rest, int least) {
    String value = value(option, rest);
    if (!value.matches("\\d{1,9}") || Integer.parseInt(value) < least) {
      throw new IllegalArgumentException(
          "%s is %s. Give it a whole number from %d on.".formatted(option, value, least));
    }
    return Integer.parseInt(value);
  }

  private static Set<Side> sides(String value) {
    Set<Side> sides = EnumSet.noneOf(Side.class);
    for (String name : value.split(",", -1)) {
      sides.add(
          Stream.of(Side.values())
              .filter(side -> side.name().toLowerCase(Locale.ROOT).equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "--only names %s. There are: ours, rebuild, bare, mllib, million, scaling."
                              .formatted(name))));
    }
    return sides;
  }
}
