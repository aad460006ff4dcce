package dev.holdfast.benchmark;

import dev.holdfast.benchmark.Meter.Cost;
import java.util.List;
import java.util.Locale;

/** The table of the search benchmark, and its figures, which come last. */
final class SearchReport {
  private final StringBuilder figures = new StringBuilder();

  void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  void header() {
    say("%-30s %9s %9s %9s   %s", "", "wall s", "cpu s", "heap MB", "best AUC");
  }

  void line(String what, Cost cost, String rest) {
    say("%-30s %9.2f %9.2f %9.0f   %s", what, cost.wall(), cost.cpu(), cost.peakHeap() / 1e6, rest);
  }

  void line(String what, Cost cost, double auc) {
    line(what, cost, String.format(Locale.ROOT, "%.5f", auc));
  }

  void line(String what, SearchEngineSide.Run run) {
    line(
        what,
        run.cost(),
        String.format(
            Locale.ROOT,
            "%.5f   cpu s: hand-over %.2f, search %.2f, refit %.2f",
            run.auc(),
            run.handOver(),
            run.search(),
            run.refit()));
  }

  /** Keeps the median of some values for the end; nothing if there are none. */
  void figure(String key, List<Double> values) {
    if (!values.isEmpty()) {
      List<Double> sorted = values.stream().sorted().toList();
      int middle = sorted.size() / 2;
      double median =
          sorted.size() % 2 == 1
              ? sorted.get(middle)
              : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
      figures.append(String.format(Locale.ROOT, "figure search.%s %.4f%n", key, median));
    }
  }

  void end() {
    System.out.print(figures);
  }
}
