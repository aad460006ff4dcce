package dev.holdfast.benchmark;

import dev.holdfast.benchmark.Meter.Cost;
import dev.holdfast.job.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * The features job against the query that a person would write: every week of every customer joined
 * with the events of its longest window, and aggregated. Then what one more week costs after 26, 52
 * and 104 of them, and one event that comes five weeks late.
 */
public final class FeaturesBenchmark {
  private static final int WEEKS_OF_A_YEAR = 52;
  private static final int LATE_DAYS = 35;
  private static final int WEEKS_HOLDING_LATE = 5;
  private static final int ROWS_TO_ASK = 2000;

  private final SparkSession spark;
  private final Path folder;
  private final PurchaseEvents events;
  private final FeaturesRuns runs;
  private final RangeJoin rival;
  private final Meter meter = new Meter();

  private FeaturesBenchmark(
      SparkSession spark, Path folder, PurchaseEvents events, PurchaseWindows windows) {
    this.spark = spark;
    this.folder = folder;
    this.events = events;
    this.runs = new FeaturesRuns(spark, folder, windows);
    this.rival = new RangeJoin(spark, folder.resolve("range-join"), runs.tables(), windows);
  }

  /**
   * Takes {@code --customers N} (100,000), {@code --events N} a year (20,000,000), {@code --windows
   * A,B,C} in days (30,90,365), {@code --pairs N} of full rebuilds (1), and {@code --only rebuild},
   * or without the range join {@code --only tiles}, {@code --only year} (that, a week and a late
   * event more), {@code --only growth} (26 and 104 weeks) or {@code --only weeks} (all of these).
   */
  public static void main(String[] args) throws IOException {
    List<String> words = Arrays.asList(args);
    int customers = Integer.parseInt(option(words, "--customers", "100000"));
    long yearly = Long.parseLong(option(words, "--events", "20000000"));
    int pairs = Integer.parseInt(option(words, "--pairs", "1"));
    PurchaseWindows windows =
        new PurchaseWindows(
            Stream.of(option(words, "--windows", "30,90,365").split(",", -1))
                .map(Integer::valueOf)
                .toList());
    Path folder = Files.createTempDirectory("features-benchmark");
    try (SparkSession spark =
        Sessions.open(
            "features benchmark",
            Map.of(
                "spark.master", System.getProperty("spark.master", "local[2]"),
                "spark.ui.enabled", "false",
                "spark.local.dir", folder.resolve("spark").toString(),
                "spark.sql.shuffle.partitions", "8",
                "spark.databricks.delta.snapshotPartitions", "1"))) {
      spark.sparkContext().setLogLevel("ERROR");
      String only = option(words, "--only", "");
      new FeaturesBenchmark(
              spark, folder.resolve("warm-up"), new PurchaseEvents(10_000, 38_500), windows)
          .warmUp(only.isEmpty() || only.equals("rebuild"));
      FeaturesBenchmark benchmark =
          new FeaturesBenchmark(
              spark,
              folder.resolve("full"),
              new PurchaseEvents(customers, yearly / WEEKS_OF_A_YEAR),
              windows);
      switch (only) {
        case "tiles" -> benchmark.rebuild(pairs, WEEKS_OF_A_YEAR);
        case "year" -> {
          benchmark.rebuild(pairs, WEEKS_OF_A_YEAR);
          benchmark.oneWeekAndALateEvent();
        }
        case "weeks" -> {
          benchmark.rebuild(pairs, WEEKS_OF_A_YEAR);
          benchmark.oneWeekAndALateEvent();
          benchmark.grow();
        }
        case "growth" -> benchmark.grow();
        case "rebuild" -> benchmark.compare(pairs, WEEKS_OF_A_YEAR, "rebuild");
        case "" -> {
          benchmark.compare(pairs, WEEKS_OF_A_YEAR, "rebuild");
          benchmark.oneWeekAndALateEvent();
          benchmark.grow();
        }
        default -> throw new IllegalArgumentException("there is no --only " + only);
      }
    } finally {
      FeaturesRuns.delete(folder);
    }
  }

  private static String option(List<String> words, String name, String otherwise) {
    int at = words.indexOf(name);
    return at < 0 ? otherwise : words.get(at + 1);
  }

  private double rebuildCpu;
  private double rebuildWall;

  // All that is measured is done once before, so that what it costs to compile it is not measured.
  private void warmUp(boolean withJoin) throws IOException {
    if (withJoin) {
      compare(1, WEEKS_OF_A_YEAR, "warm-up");
    } else {
      rebuild(1, WEEKS_OF_A_YEAR);
    }
    oneMoreWeek(WEEKS_OF_A_YEAR, "warm-up");
  }

  private void compare(int pairs, int weeks, String what) throws IOException {
    say(
        "writing %d weeks of %,d events of %,d customers",
        weeks, events.weekly(), events.customers());
    events.write(spark, runs.tables(), 0, weeks);
    List<Cost> ours = new ArrayList<>();
    List<Cost> theirs = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      runs.deleteTables();
      Cost join = meter.of(() -> rival.run(weeks));
      Cost tiles = meter.of(() -> runs.run(weeks));
      say(
          "%-8s range join %7.2f s wall %7.2f s cpu %5.0f MB   tiles %7.2f s wall %7.2f s cpu %5.0f MB",
          what,
          join.wall(),
          join.cpu(),
          join.peakHeap() / 1e6,
          tiles.wall(),
          tiles.cpu(),
          tiles.peakHeap() / 1e6);
      ours.add(tiles);
      theirs.add(join);
    }
    long differing = rival.differing();
    say("%-8s rows that differ by more than %s: %d", what, RangeJoin.TOLERANCE, differing);
    if (differing > 0) {
      throw new IllegalStateException("The two sides disagree on " + differing + " rows");
    }
    rebuildWall = median(ours.stream().map(Cost::wall).toList());
    rebuildCpu = median(ours.stream().map(Cost::cpu).toList());
    if (what.equals("rebuild")) {
      figure(
          "speedup_over_range_join",
          median(theirs.stream().map(Cost::wall).toList()) / rebuildWall);
      figure(
          "cpu_speedup_over_range_join",
          median(theirs.stream().map(Cost::cpu).toList()) / rebuildCpu);
      figure(
          "peak_memory_over_range_join",
          median(ours.stream().map(cost -> (double) cost.peakHeap()).toList())
              / median(theirs.stream().map(cost -> (double) cost.peakHeap()).toList()));
      figure(
          "exact_triples",
          rival.exactTriples(weeks, Math.max(1, (long) events.customers() * weeks / ROWS_TO_ASK)));
    }
  }

  private void rebuild(int times, int weeks) throws IOException {
    events.write(spark, runs.tables(), 0, weeks);
    List<Cost> costs = new ArrayList<>();
    for (int time = 0; time < times; time++) {
      runs.deleteTables();
      List<Cost> cost = new ArrayList<>();
      Spill.Bytes spilled = Spill.of(spark, () -> cost.add(meter.of(() -> runs.run(weeks))));
      costs.addAll(cost);
      say(
          "tiles %7.2f s wall %7.2f s cpu %5.0f MB   spilled %,d MB of memory, %,d MB to disk",
          cost.get(0).wall(),
          cost.get(0).cpu(),
          cost.get(0).peakHeap() / 1e6,
          spilled.memory() / 1_000_000,
          spilled.disk() / 1_000_000);
    }
    rebuildWall = median(costs.stream().map(Cost::wall).toList());
    rebuildCpu = median(costs.stream().map(Cost::cpu).toList());
  }

  private void oneWeekAndALateEvent() {
    Cost atYear = oneMoreWeek(WEEKS_OF_A_YEAR, "at 52");
    Cost late = lateEvent(WEEKS_OF_A_YEAR + 3);
    figure("week_over_rebuild", atYear.wall() / rebuildWall);
    figure("week_over_rebuild_cpu", atYear.cpu() / rebuildCpu);
    figure("late_over_week", late.wall() / atYear.wall());
  }

  private void grow() throws IOException {
    FeaturesRuns.delete(folder);
    events.write(spark, runs.tables(), 0, WEEKS_OF_A_YEAR / 2);
    runs.run(WEEKS_OF_A_YEAR / 2);
    Cost early = oneMoreWeek(WEEKS_OF_A_YEAR / 2, "at 26");
    // From here on the longest window is full: what grows is only the history behind it.
    int full = runs.windows().longest() / 7 + 2;
    backfill(WEEKS_OF_A_YEAR / 2 + 3, full);
    Cost atFull = oneMoreWeek(full, "at " + full);
    int weeks = 2 * WEEKS_OF_A_YEAR;
    backfill(full + 3, weeks);
    Cost grown = oneMoreWeek(weeks, "at " + weeks);
    figure("growth_26_to_104_cpu", grown.cpu() / early.cpu());
    figure("growth_26_to_104", grown.wall() / early.wall());
    figure("growth_%d_to_104".formatted(full), grown.wall() / atFull.wall());
  }

  private void backfill(int from, int until) throws IOException {
    events.write(spark, runs.tables(), from, until);
    Cost cost = meter.of(() -> runs.run(until));
    say("backfill of %d weeks %.2f s wall %.2f s cpu", until - from, cost.wall(), cost.cpu());
  }

  /** Adds three weeks, one after the other, and gives the median of their costs. */
  private Cost oneMoreWeek(int weeks, String what) {
    List<Cost> costs = new ArrayList<>();
    for (int week = weeks; week < weeks + 3; week++) {
      int next = week + 1;
      events.write(spark, runs.tables(), week, next);
      Cost cost = meter.of(() -> runs.run(next));
      say("one week %-8s %7.2f s wall %7.2f s cpu", what, cost.wall(), cost.cpu());
      costs.add(cost);
    }
    return new Cost(
        median(costs.stream().map(Cost::wall).toList()),
        median(costs.stream().map(Cost::cpu).toList()),
        0);
  }

  private Cost lateEvent(int weeks) {
    LocalDate day = PurchaseWindows.asOf(weeks).minusDays(LATE_DAYS);
    Map<LocalDate, String> before = runs.digests();
    events.writeOne(spark, runs.tables(), day);
    Cost cost = meter.of(() -> runs.run(weeks));
    Map<LocalDate, String> after = runs.digests();
    List<LocalDate> changed =
        after.keySet().stream().filter(key -> !after.get(key).equals(before.get(key))).toList();
    say(
        "late event of %s: %.2f s wall %.2f s cpu, changed weeks %s",
        day, cost.wall(), cost.cpu(), changed);
    List<LocalDate> expected =
        Stream.iterate(day.plusDays(7), next -> next.plusDays(7))
            .limit(WEEKS_HOLDING_LATE)
            .toList();
    if (!changed.equals(expected)) {
      throw new IllegalStateException("Expected the weeks " + expected + " to change");
    }
    return cost;
  }

  private static void figure(String name, double value) {
    System.out.printf(
        Locale.ROOT,
        value == Math.rint(value) ? "figure features.%s %.0f%n" : "figure features.%s %.3f%n",
        name,
        value);
  }

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
