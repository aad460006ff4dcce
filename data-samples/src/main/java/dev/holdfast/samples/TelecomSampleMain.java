package dev.holdfast.samples;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/** The command that generates a telecom sample; also a main class for spark-submit. */
public final class TelecomSampleMain {
  private static final Set<String> OPTIONS =
      Set.of("--customers", "--weeks", "--first", "--seed", "--out");
  private static final int BAD_ARGUMENTS = 2;

  private TelecomSampleMain() {}

  public static void main(String[] line) {
    System.exit(run(line));
  }

  /**
   * Generates what the arguments ask for, if it is not there yet.
   *
   * @return 0, or 2 for arguments that cannot be used, such as a folder of other files
   */
  public static int run(String... line) {
    if (List.of(line).contains("--help")) {
      System.out.print(help());
      return 0;
    }
    Settings settings;
    Map<String, String> given;
    try {
      given = given(line);
      settings = settings(given);
    } catch (IllegalArgumentException | DateTimeException wrong) {
      System.err.printf(
          "holdfast: Cannot generate a sample: %s. See sample --help.%n", wrong.getMessage());
      return BAD_ARGUMENTS;
    }
    SparkSession.Builder builder = SparkSession.builder().appName("telecom sample");
    if (System.getProperty("spark.master") == null) {
      builder.master("local[*]").config("spark.ui.enabled", false);
    }
    SparkSession spark = builder.getOrCreate();
    try {
      TelecomSample sample = new TelecomSample(settings);
      if (sample.exists(spark, given.get("--out"))) {
        System.out.printf("%s holds this sample already.%n", given.get("--out"));
      } else if (!sample.mayWrite(spark, given.get("--out"))) {
        System.err.printf(
            "holdfast: Cannot generate a sample in %s: the folder holds other files. Name an empty one.%n",
            given.get("--out"));
        return BAD_ARGUMENTS;
      } else {
        sample.write(spark, given.get("--out"));
        System.out.printf("%s holds %s.%n", given.get("--out"), settings);
      }
    } finally {
      spark.stop();
    }
    return 0;
  }

  private static Map<String, String> given(String... line) {
    Map<String, String> given = new HashMap<>();
    Iterator<String> words = List.of(line).iterator();
    while (words.hasNext()) {
      String option = words.next();
      if (!OPTIONS.contains(option)) {
        throw new IllegalArgumentException("unknown argument " + option);
      }
      if (!words.hasNext()) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      given.put(option, words.next());
    }
    if (!given.containsKey("--out")) {
      throw new IllegalArgumentException("--out PATH is missing");
    }
    return given;
  }

  private static Settings settings(Map<String, String> given) {
    Settings standard = Settings.standard();
    return new Settings(
        number(given, "--customers", standard.customers()),
        (int) number(given, "--weeks", standard.weeks()),
        given.containsKey("--first") ? LocalDate.parse(given.get("--first")) : standard.first(),
        number(given, "--seed", standard.seed()));
  }

  private static long number(Map<String, String> given, String option, long standard) {
    if (!given.containsKey(option)) {
      return standard;
    }
    try {
      return Long.parseLong(given.get(option));
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "%s %s is not a whole number".formatted(option, given.get(option)), notANumber);
    }
  }

  private static String help() {
    return """
        sample: generates telecom landing data: customers, calls, invoices, tickets, cancellations,
        and the true churn probability of each customer on each Monday.

          --out PATH           the landing folder to write (required)
          --customers NUMBER   customers that ever sign up; default 6000
          --weeks NUMBER       simulated weeks; default 52
          --first DATE         the first Monday; default 2024-01-01
          --seed NUMBER        default 7; equal arguments make equal files
        """;
  }
}
