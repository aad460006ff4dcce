package dev.holdfast.benchmark;

import dev.holdfast.benchmark.Meter.Cost;
import dev.holdfast.features.FeaturesJob;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobOptions;
import dev.holdfast.job.Progress;
import dev.holdfast.job.RunRecord;
import dev.holdfast.job.Sessions;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemReader;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.Tables;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The features job against the query that a person would write: every week of every customer joined
 * with the events of its longest window, and aggregated. Then what one more week costs after 26, 52
 * and 104 of them, and one event that comes five weeks late.
 */
public final class FeaturesBenchmark {
  private static final LocalDate FIRST_EVENT = LocalDate.of(2022, 1, 3);
  private static final int WEEKS_OF_A_YEAR = 52;
  private static final int LATE_DAYS = 35;
  private static final int WEEKS_HOLDING_LATE = 5;
  private static final double TOLERANCE = 1e-9;
  private static final List<String> AGGREGATES =
      List.of("events", "large", "total", "mean", "spread", "least", "most", "latest");

  private final SparkSession spark;
  private final Path folder;
  private final PurchaseEvents events;
  private final List<Integer> windows;
  private final Meter meter = new Meter();

  private FeaturesBenchmark(
      SparkSession spark, Path folder, PurchaseEvents events, List<Integer> windows) {
    this.spark = spark;
    this.folder = folder;
    this.events = events;
    this.windows = windows;
  }

  /**
   * Takes {@code --customers N} (100,000), {@code --events N} a year (20,000,000), {@code --windows
   * A,B,C} in days (30,90,365), {@code --pairs N} of full rebuilds (1), and {@code --only rebuild},
   * {@code --only tiles} or {@code --only weeks}, the latter two without the range join.
   */
  public static void main(String[] args) throws IOException {
    List<String> words = Arrays.asList(args);
    int customers = Integer.parseInt(option(words, "--customers", "100000"));
    long yearly = Long.parseLong(option(words, "--events", "20000000"));
    int pairs = Integer.parseInt(option(words, "--pairs", "1"));
    List<Integer> windows =
        Stream.of(option(words, "--windows", "30,90,365").split(",", -1))
            .map(Integer::valueOf)
            .toList();
    Path folder = Files.createTempDirectory("features-benchmark");
    try (SparkSession spark =
        Sessions.open(
            "features benchmark",
            Map.of(
                "spark.master", System.getProperty("spark.master", "local[2]"),
                "spark.ui.enabled", "false",
                "spark.local.dir", folder.resolve("spark").toString(),
                "spark.sql.shuffle.partitions", "8",
                "spark.databricks.delta.snapshotPartitions", "2"))) {
      spark.sparkContext().setLogLevel("ERROR");
      new FeaturesBenchmark(
              spark, folder.resolve("warm-up"), new PurchaseEvents(10_000, 38_500), windows)
          .compare(1, WEEKS_OF_A_YEAR, "warm-up");
      FeaturesBenchmark benchmark =
          new FeaturesBenchmark(
              spark,
              folder.resolve("full"),
              new PurchaseEvents(customers, yearly / WEEKS_OF_A_YEAR),
              windows);
      String only = option(words, "--only", "");
      if (only.equals("tiles") || only.equals("weeks")) {
        benchmark.rebuild(pairs, WEEKS_OF_A_YEAR);
        if (only.equals("weeks")) {
          benchmark.grow();
        }
        return;
      }
      benchmark.compare(pairs, WEEKS_OF_A_YEAR, "rebuild");
      if (!only.equals("rebuild")) {
        benchmark.grow();
      }
    } finally {
      delete(folder);
    }
  }

  private static String option(List<String> words, String name, String otherwise) {
    int at = words.indexOf(name);
    return at < 0 ? otherwise : words.get(at + 1);
  }

  private double rebuildCpu;
  private double rebuildWall;

  private void compare(int pairs, int weeks, String what) throws IOException {
    say(
        "writing %d weeks of %,d events of %,d customers",
        weeks, events.weekly(), events.customers());
    events.write(spark, tables(), 0, weeks);
    List<Cost> ours = new ArrayList<>();
    List<Cost> theirs = new ArrayList<>();
    for (int pair = 0; pair < pairs; pair++) {
      deleteTables();
      Cost join = meter.of(() -> rangeJoin(weeks));
      Cost tiles = meter.of(() -> run(weeks));
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
    long differing = differing();
    say("%-8s rows that differ by more than %s: %d", what, TOLERANCE, differing);
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
      exactTriples(weeks);
    }
  }

  private void rebuild(int times, int weeks) throws IOException {
    events.write(spark, tables(), 0, weeks);
    List<Cost> costs = new ArrayList<>();
    for (int time = 0; time < times; time++) {
      deleteTables();
      Cost cost = meter.of(() -> run(weeks));
      costs.add(cost);
      say(
          "tiles %7.2f s wall %7.2f s cpu %5.0f MB",
          cost.wall(), cost.cpu(), cost.peakHeap() / 1e6);
    }
    rebuildWall = median(costs.stream().map(Cost::wall).toList());
    rebuildCpu = median(costs.stream().map(Cost::cpu).toList());
  }

  private void deleteTables() throws IOException {
    delete(Path.of(tables().features().path()));
    delete(Path.of(tables().tiles("purchases").path()));
    delete(Path.of(tables().watermarks().path()));
  }

  private void grow() throws IOException {
    Cost atYear = oneMoreWeek(WEEKS_OF_A_YEAR, "at 52");
    Cost late = lateEvent(WEEKS_OF_A_YEAR + 3);
    figure("week_over_rebuild", atYear.wall() / rebuildWall);
    figure("week_over_rebuild_cpu", atYear.cpu() / rebuildCpu);
    figure("late_over_week", late.wall() / atYear.wall());
    delete(folder);
    events.write(spark, tables(), 0, WEEKS_OF_A_YEAR / 2);
    run(WEEKS_OF_A_YEAR / 2);
    Cost early = oneMoreWeek(WEEKS_OF_A_YEAR / 2, "at 26");
    int weeks = 2 * WEEKS_OF_A_YEAR;
    say("growing to %d weeks", weeks);
    events.write(spark, tables(), WEEKS_OF_A_YEAR / 2 + 3, weeks);
    Cost backfill = meter.of(() -> run(weeks));
    say("backfill of 75 weeks %.2f s wall %.2f s cpu", backfill.wall(), backfill.cpu());
    Cost grown = oneMoreWeek(weeks, "at 104");
    figure("growth_26_to_104_cpu", grown.cpu() / early.cpu());
    figure("growth_26_to_104", grown.wall() / early.wall());
  }

  /** Adds three weeks, one after the other, and gives the median of their costs. */
  private Cost oneMoreWeek(int weeks, String what) {
    List<Cost> costs = new ArrayList<>();
    for (int week = weeks; week < weeks + 3; week++) {
      int next = week + 1;
      events.write(spark, tables(), week, next);
      Cost cost = meter.of(() -> run(next));
      say("one week %-8s %7.2f s wall %7.2f s cpu", what, cost.wall(), cost.cpu());
      costs.add(cost);
    }
    return new Cost(
        median(costs.stream().map(Cost::wall).toList()),
        median(costs.stream().map(Cost::cpu).toList()),
        0);
  }

  private Cost lateEvent(int weeks) {
    LocalDate day = asOf(weeks).minusDays(LATE_DAYS);
    Map<LocalDate, String> before = digests();
    events.writeOne(spark, tables(), day);
    Cost cost = meter.of(() -> run(weeks));
    Map<LocalDate, String> after = digests();
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

  private Map<LocalDate, String> digests() {
    Dataset<Row> features = tables().features().read(spark);
    String all =
        Arrays.stream(features.columns())
            .sorted()
            .collect(Collectors.joining(", ", "xxhash64(", ")"));
    Map<LocalDate, String> digests = new java.util.TreeMap<>();
    features
        .groupBy(FeaturesTable.AS_OF)
        .agg(org.apache.spark.sql.functions.expr("bit_xor(" + all + ")"))
        .collectAsList()
        .forEach(row -> digests.put(row.getDate(0).toLocalDate(), String.valueOf(row.getLong(1))));
    return digests;
  }

  private void run(int weeks) {
    new FeaturesJob()
        .run(
            new JobContext(
                spark,
                problem(),
                tables(),
                asOf(weeks),
                JobOptions.none(),
                new RunRecord("benchmark"),
                new Progress("features", new PrintStream(System.err, true))));
  }

  private static LocalDate asOf(int weeks) {
    return FIRST_EVENT.plusWeeks(weeks);
  }

  private void rangeJoin(int weeks) {
    spark
        .sql(rangeJoinQuery("", weeks))
        .write()
        .format("delta")
        .mode(SaveMode.Overwrite)
        .partitionBy(FeaturesTable.AS_OF)
        .save(folder.resolve("range-join").toString());
  }

  private String rangeJoinQuery(String spineCondition, int weeks) {
    int longest = windows.stream().mapToInt(Integer::intValue).max().orElseThrow();
    List<String> columns = new ArrayList<>();
    for (int window : windows) {
      String in = " FILTER (WHERE day >= date_sub(as_of, %d))".formatted(window);
      String large =
          " FILTER (WHERE day >= date_sub(as_of, %d) AND amount > 100)".formatted(window);
      columns.add("count(day)" + in + " AS events_" + window + "d");
      columns.add("count(day)" + large + " AS large_" + window + "d");
      columns.add("coalesce(sum(amount)" + in + ", 0.0) AS total_" + window + "d");
      columns.add("avg(amount)" + in + " AS mean_" + window + "d");
      columns.add("stddev_samp(amount)" + in + " AS spread_" + window + "d");
      columns.add("min(amount)" + in + " AS least_" + window + "d");
      columns.add("max(amount)" + in + " AS most_" + window + "d");
      columns.add("max(struct(at, amount))" + in + ".amount AS latest_" + window + "d");
    }
    return """
        WITH spine AS (
          SELECT c.customer_id, w.as_of
          FROM delta.`%s` c
          CROSS JOIN (SELECT explode(sequence(DATE'%s', DATE'%s', INTERVAL 7 DAYS)) AS as_of) w
          WHERE c.signup < w.as_of %s
        ), events AS (
          SELECT customer_id, at, to_date(at) AS day, amount FROM delta.`%s`
        )
        SELECT s.customer_id, s.as_of, %s
        FROM spine s LEFT JOIN events e
          ON e.customer_id = s.customer_id
          AND e.day >= date_sub(s.as_of, %d) AND e.day < s.as_of
        GROUP BY s.customer_id, s.as_of
        """
        .formatted(
            tables().raw("customers").path(),
            asOf(1),
            asOf(weeks),
            spineCondition,
            tables().raw("purchases").path(),
            String.join(", ", columns),
            longest);
  }

  private long differing() {
    Dataset<Row> theirs =
        spark.read().format("delta").load(folder.resolve("range-join").toString());
    return differing(tables().features().read(spark), theirs, features()).count();
  }

  private static Dataset<Row> differing(
      Dataset<Row> ours, Dataset<Row> theirs, List<String> features) {
    String same =
        features.stream()
            .map(
                name ->
                    "(ours.%1$s <=> theirs.%1$s OR abs(ours.%1$s - theirs.%1$s) <= %2$s * greatest(1, abs(theirs.%1$s)))"
                        .formatted(name, TOLERANCE))
            .collect(Collectors.joining(" AND "));
    return ours.as("ours")
        .join(
            theirs.as("theirs"),
            org.apache.spark.sql.functions.expr(
                "ours.customer_id = theirs.customer_id AND ours.as_of = theirs.as_of"),
            "full")
        .where(
            "ours.customer_id IS NULL OR theirs.customer_id IS NULL OR NOT coalesce("
                + same
                + ", false)");
  }

  // Each triple by a query over the events that knows no tile: the same aggregates, a few rows.
  private void exactTriples(int weeks) {
    List<String> features = features();
    int agreeing = 0;
    String some =
        " AND pmod(xxhash64(c.customer_id, w.as_of), %d) = 0".formatted(rowsPerTriple(weeks));
    Dataset<Row> reference = spark.sql(rangeJoinQuery(some, weeks)).limit(1000);
    List<Row> expected = reference.collectAsList();
    List<Row> found =
        tables()
            .features()
            .read(spark)
            .join(
                spark.createDataFrame(expected, reference.schema()).select("customer_id", "as_of"),
                new String[] {"customer_id", "as_of"})
            .collectAsList();
    Map<String, Row> byKey = new java.util.HashMap<>();
    found.forEach(row -> byKey.put(row.getAs("customer_id") + " " + row.getAs("as_of"), row));
    for (int index = 0; index < expected.size(); index++) {
      String feature = features.get(index % features.size());
      Row reference1 = expected.get(index);
      Row ours = byKey.get(reference1.getAs("customer_id") + " " + reference1.getAs("as_of"));
      agreeing += ours != null && agree(ours.getAs(feature), reference1.getAs(feature)) ? 1 : 0;
    }
    figure("exact_triples", agreeing);
  }

  private long rowsPerTriple(int weeks) {
    return Math.max(1, (long) events.customers() * weeks / 2000);
  }

  private static boolean agree(Object one, Object other) {
    if (one == null || other == null) {
      return one == other;
    }
    double expected = ((Number) other).doubleValue();
    return Math.abs(((Number) one).doubleValue() - expected)
        <= TOLERANCE * Math.max(1, Math.abs(expected));
  }

  private List<String> features() {
    List<String> names = new ArrayList<>();
    for (String aggregate : AGGREGATES) {
      windows.forEach(window -> names.add(aggregate + "_" + window + "d"));
    }
    return names;
  }

  private Tables tables() {
    return new Tables(folder.resolve("tables").toString(), "benchmark");
  }

  private Problem problem() {
    String windowList =
        windows.stream().map(days -> days + " days").collect(Collectors.joining(", ", "[", "]"));
    try {
      Path file = Files.createTempFile("features-benchmark", ".conf");
      try {
        Files.writeString(
            file,
            """
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
                .formatted(asOf(1), windowList));
        return ProblemReader.read(file, Map.of(), Map.of());
      } finally {
        Files.delete(file);
      }
    } catch (IOException unwritable) {
      throw new java.io.UncheckedIOException(unwritable);
    }
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

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> paths = Files.walk(tree)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
