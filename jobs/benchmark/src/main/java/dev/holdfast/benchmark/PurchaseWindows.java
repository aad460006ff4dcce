package dev.holdfast.benchmark;

import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What both sides of the features benchmark are asked for: eight aggregates of a customer's
 * purchases over some windows, each week.
 *
 * @param days lengths of the windows
 */
record PurchaseWindows(List<Integer> days) {
  private static final LocalDate FIRST_EVENT = LocalDate.of(2022, 1, 3);
  private static final List<String> AGGREGATES =
      List.of("events", "large", "total", "mean", "spread", "least", "most", "latest");

  PurchaseWindows {
    days = List.copyOf(days);
  }

  /** The day of the calendar that ends a number of weeks of events. */
  static LocalDate asOf(int weeks) {
    return FIRST_EVENT.plusWeeks(weeks);
  }

  int longest() {
    return days.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  /** The columns of the features. */
  List<String> features() {
    List<String> names = new ArrayList<>();
    for (String aggregate : AGGREGATES) {
      days.forEach(window -> names.add(aggregate + "_" + window + "d"));
    }
    return names;
  }

  /** The same as a problem file says it. */
  Problem problem() {
    try {
      Path file = Files.createTempFile("features-benchmark", ".conf");
      try {
        Files.writeString(file, text());
        return ProblemReader.read(file, Map.of(), Map.of());
      } finally {
        Files.delete(file);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private String text() {
    String windows =
        days.stream().map(length -> length + " days").collect(Collectors.joining(", ", "[", "]"));
    return """
        problem { name = benchmark, entity = [customer_id] }
        sources {
          customers { path = "/none", schema = "customer_id STRING, signup DATE", event-time = signup }
          purchases {
            path = "/none", schema = "customer_id STRING, at TIMESTAMP, amount DOUBLE", event-time = at
          }
        }
        spine { first = %s, every = 1 week, active { source = customers, from = signup } }
        features {
          windows = %s
          groups.purchases {
            source = purchases
            aggregates {
              events { function = count }
              large { function = count, where = "amount > 100" }
              total { function = sum, of = amount }
              mean { function = avg, of = amount }
              spread { function = stddev, of = amount }
              least { function = min, of = amount }
              most { function = max, of = amount }
              latest { function = last, of = amount }
            }
          }
        }
        label { source = purchases, positive = absent, horizon = 5000 days }
        training { split { holdout = 1 }, candidates.linear { kind = logistic-regression } }
        decision { capacity = 1 }
        """
        .formatted(asOf(1), windows);
  }
}
