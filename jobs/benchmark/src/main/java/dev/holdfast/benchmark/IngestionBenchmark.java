package dev.holdfast.benchmark;

import dev.holdfast.ingestion.IngestionJob;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobOptions;
import dev.holdfast.job.Progress;
import dev.holdfast.job.RunRecord;
import dev.holdfast.job.Sessions;
import dev.holdfast.problem.NamedExpression;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Source;
import dev.holdfast.table.Tables;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What checks, exact duplicates, quarantine and accounts cost: the ingestion job against a plain
 * copy of the same CSV files to a Delta table by Spark, in turns, in one session.
 */
public final class IngestionBenchmark {
  private static final int FILES = 10;
  private static final long SEED = 7;
  private static final LocalDate DAY = LocalDate.of(2011, 12, 12);

  private final SparkSession spark;
  private final Path folder;

  private IngestionBenchmark(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /**
   * Takes {@code --rows N} (5,000,000) and {@code --pairs N} (9, after one to warm up: a pair may
   * be a tenth off).
   */
  public static void main(String[] args) throws IOException {
    List<String> words = Arrays.asList(args);
    int rows = option(words, "--rows", 5_000_000);
    int pairs = option(words, "--pairs", 9);
    Path folder = Files.createTempDirectory("ingestion-benchmark");
    try (SparkSession spark =
        Sessions.open(
            "ingestion benchmark",
            Map.of(
                "spark.master", System.getProperty("spark.master", "local[2]"),
                "spark.ui.enabled", "false",
                "spark.sql.shuffle.partitions", "4",
                "spark.databricks.delta.snapshotPartitions", "2"))) {
      spark.sparkContext().setLogLevel("ERROR");
      new RetailLines(SEED).write(folder.resolve("landing"), rows, FILES);
      new IngestionBenchmark(spark, folder).run(pairs);
    } finally {
      delete(folder);
    }
  }

  private static int option(List<String> words, String name, int otherwise) {
    int at = words.indexOf(name);
    return at < 0 ? otherwise : Integer.parseInt(words.get(at + 1));
  }

  private record Cost(double wall, double cpu) {}

  private void run(int pairs) throws IOException {
    List<Cost> ratios = new ArrayList<>();
    for (int pair = 0; pair <= pairs; pair++) {
      Cost copy = cost(this::copy);
      Cost ingestion = cost(this::ingest);
      Cost ratio = new Cost(ingestion.wall() / copy.wall(), ingestion.cpu() / copy.cpu());
      System.out.printf(
          Locale.ROOT,
          "%-8s copy %6.2f s wall %6.2f s cpu   ingestion %6.2f s wall %6.2f s cpu   ratio %.3f wall %.3f cpu%n",
          pair == 0 ? "warm-up" : "pair " + pair,
          copy.wall(),
          copy.cpu(),
          ingestion.wall(),
          ingestion.cpu(),
          ratio.wall(),
          ratio.cpu());
      if (pair > 0) {
        ratios.add(ratio);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "figure ingestion.cpu_ratio_to_copy %.3f%n",
        median(ratios.stream().map(Cost::cpu).toList()));
    System.out.printf(
        Locale.ROOT,
        "figure ingestion.ratio_to_copy %.3f%n",
        median(ratios.stream().map(Cost::wall).toList()));
  }

  private Cost cost(Runnable work) throws IOException {
    delete(folder.resolve("tables"));
    System.gc();
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long wall = System.nanoTime();
    long cpu = system.getProcessCpuTime();
    work.run();
    return new Cost((System.nanoTime() - wall) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
  }

  private void copy() {
    spark
        .read()
        .schema(StructType.fromDDL(RetailLines.SCHEMA))
        .option("header", true)
        .csv(folder.resolve("landing").toString())
        .write()
        .format("delta")
        .mode(SaveMode.Overwrite)
        .save(folder.resolve("tables/copy").toString());
  }

  private void ingest() {
    new IngestionJob()
        .run(
            new JobContext(
                spark,
                problem(folder.resolve("landing")),
                new Tables(folder.resolve("tables").toString(), "benchmark"),
                DAY,
                JobOptions.none(),
                new RunRecord("benchmark"),
                new Progress("ingestion", System.err)));
  }

  private static Problem problem(Path landing) {
    Source lines =
        new Source(
            "lines",
            landing.toString(),
            "*.csv",
            Source.Format.CSV,
            Map.of("header", "true"),
            StructType.fromDDL(RetailLines.SCHEMA),
            List.of(),
            Optional.of("InvoiceDate"),
            Optional.empty(),
            Source.Duplicates.EXACT,
            List.of(),
            List.of(
                new NamedExpression("customer_known", "CustomerID is not null"),
                new NamedExpression("quantity_positive", "Quantity > 0")),
            0.05);
    return PlainProblem.of("CustomerID", List.of(lines), "lines", "InvoiceDate", DAY, 3, SEED);
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
