package dev.holdfast.benchmark;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;

/**
 * What the benchmark of the searches was asked for.
 *
 * @param seeds searches of each method
 * @param candidates that each search may spend
 * @param rows about so many training rows, of whole entities
 */
record SearchesOptions(
    Path problem, String tables, LocalDate asOf, int seeds, int candidates, int rows) {
  private static final int SEEDS = 10;
  private static final int QUICK_SEEDS = 10;
  private static final int CANDIDATES = 30;
  private static final int QUICK_CANDIDATES = 16;
  private static final int ROWS = 40_000;
  private static final int QUICK_ROWS = 8_000;

  /**
   * Reads {@code --quick}, {@code --problem FILE}, {@code --tables FOLDER}, {@code --as-of DATE},
   * {@code --seeds N}, {@code --candidates N} and {@code --rows N}.
   *
   * @param home of the project, whose telecom sample is taken unless a problem is named
   */
  static SearchesOptions of(List<String> words, Path home) {
    boolean quick = words.contains("--quick");
    Path problem = home.resolve("conf/telecom-churn.conf");
    String tables = home.resolve(".holdfast/tables").toString();
    LocalDate asOf = LocalDate.of(2024, 12, 30);
    int seeds = quick ? QUICK_SEEDS : SEEDS;
    int candidates = quick ? QUICK_CANDIDATES : CANDIDATES;
    int rows = quick ? QUICK_ROWS : ROWS;
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      switch (word) {
        case "--quick" -> {}
        case "--problem" -> problem = Path.of(value(word, rest));
        case "--tables" -> tables = value(word, rest);
        case "--as-of" -> asOf = LocalDate.parse(value(word, rest));
        case "--seeds" -> seeds = number(word, rest, 2);
        case "--candidates" -> candidates = number(word, rest, 9);
        case "--rows" -> rows = number(word, rest, 1000);
        default ->
            throw new IllegalArgumentException(
                "there is no option %s. There are: --quick, --problem FILE, --tables FOLDER, --as-of DATE, --seeds N, --candidates N, --rows N."
                    .formatted(word));
      }
    }
    return new SearchesOptions(problem, tables, asOf, seeds, candidates, rows);
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
}
