package dev.holdfast.benchmark;

import static org.apache.spark.sql.functions.expr;

import dev.holdfast.features.FeaturesJob;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobOptions;
import dev.holdfast.job.Progress;
import dev.holdfast.job.RunRecord;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.Tables;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Runs of the features job on tables of their own. */
record FeaturesRuns(SparkSession spark, Path folder, PurchaseWindows windows) {

  /** A number for every week that changes with any value of its features. */
  Map<LocalDate, String> digests() {
    Dataset<Row> features = tables().features().read(spark);
    String all =
        Arrays.stream(features.columns())
            .sorted()
            .collect(Collectors.joining(", ", "xxhash64(", ")"));
    Map<LocalDate, String> digests = new TreeMap<>();
    features
        .groupBy(FeaturesTable.AS_OF)
        .agg(expr("bit_xor(" + all + ")"))
        .collectAsList()
        .forEach(row -> digests.put(row.getDate(0).toLocalDate(), String.valueOf(row.getLong(1))));
    return digests;
  }

  /** Runs the features job as of the end of some weeks. */
  void run(int weeks) {
    new FeaturesJob()
        .run(
            new JobContext(
                spark,
                windows.problem(),
                tables(),
                PurchaseWindows.asOf(weeks),
                JobOptions.none(),
                new RunRecord("benchmark"),
                new Progress("features", new PrintStream(System.err, true))));
  }

  Tables tables() {
    return new Tables(folder.resolve("tables").toString(), "benchmark");
  }

  /** Takes back what the job wrote. */
  void deleteTables() throws IOException {
    delete(Path.of(tables().features().path()));
    delete(Path.of(tables().tiles("purchases").path()));
    delete(Path.of(tables().watermarks().path()));
  }

  static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> paths = Files.walk(tree)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
