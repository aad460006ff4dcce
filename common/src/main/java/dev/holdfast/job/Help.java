package dev.holdfast.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The text of {@code --help}. */
final class Help {

  private Help() {}

  static String of(Job job) {
    StringBuilder text = new StringBuilder();
    text.append(job.name()).append(": ").append(job.purpose()).append("\n\n");
    option(text, "--problem FILE", "the problem file (required)");
    option(text, "--deployment FILE", "where tables lie and how Spark is set; see conf/local.conf");
    option(text, "--as-of DATE", "the day that the run is for; default: the calendar's latest");
    option(text, "--set PATH=VALUE", "overrides a value of either file; may be repeated");
    job.options()
        .forEach(
            option ->
                option(text, (option.name() + " " + option.value()).strip(), option.meaning()));
    option(text, "--dry-run", "says what would be read, computed and written, and stops");
    option(text, "--verbose", "prints the stack trace of an error");
    option(text, "--help", "prints this");
    text.append("\nExit codes: ")
        .append(
            Arrays.stream(ExitCode.values())
                .map(code -> code.code() + " " + code.name().toLowerCase(Locale.ROOT))
                .map(words -> words.replace('_', ' '))
                .collect(Collectors.joining(", ")))
        .append('.');
    return text.toString();
  }

  private static void option(StringBuilder text, String name, String meaning) {
    text.append(String.format(Locale.ROOT, "  %-20s %s%n", name, meaning));
  }
}
