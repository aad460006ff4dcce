package dev.holdfast.ingestion;

import dev.holdfast.ingestion.BatchIngestion.Step;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobOptions;
import dev.holdfast.job.Progress;
import dev.holdfast.job.RunRecord;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Source;
import dev.holdfast.table.Tables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** A landing folder, tables that it is ingested into, and what is in them. */
final class Landing {
  static final String HEADER = "id,amount,at";

  private final SparkSession spark = SharedSession.get();
  private final Path root;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  Landing(Path root) {
    this.root = root;
    folder().toFile().mkdirs();
  }

  SparkSession spark() {
    return spark;
  }

  Path folder() {
    return root.resolve("landing");
  }

  Tables tables() {
    return new Tables(root.resolve("tables").toString(), "test");
  }

  /** What progress was told, of all runs. */
  String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  /** Lands a CSV file with the usual header. */
  Path csv(String name, String... lines) {
    return file(name, HEADER + "\n" + String.join("\n", lines) + "\n");
  }

  Path file(String name, String content) {
    return bytes(name, content.getBytes(StandardCharsets.UTF_8));
  }

  Path bytes(String name, byte[] content) {
    try {
      Path path = folder().resolve(name);
      Files.createDirectories(path.getParent());
      return Files.write(path, content);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Sources source() {
    return Sources.named("events", folder());
  }

  RunRecord ingest(Source... sources) {
    return ingest(step -> {}, sources);
  }

  RunRecord ingest(Consumer<Step> after, Source... sources) {
    JobContext context = context(Sources.problem(sources));
    new IngestionJob(after).run(context);
    return context.record();
  }

  List<String> plan(Source... sources) {
    return new IngestionJob().plan(context(Sources.problem(sources)));
  }

  private JobContext context(Problem problem) {
    return new JobContext(
        spark,
        problem,
        tables(),
        Sources.DAY,
        JobOptions.none(),
        new RunRecord("run"),
        new Progress("ingestion", new PrintStream(said, true, StandardCharsets.UTF_8)));
  }

  /** Some columns of the accepted rows, each row as text such as {@code a|1}, sorted. */
  List<String> accepted(String... columns) {
    return texts(tables().raw("events").read(spark), columns);
  }

  /** The quarantine, each row as {@code raw|broken}, sorted. */
  List<String> quarantined() {
    return texts(
        tables()
            .quarantine()
            .read(spark)
            .withColumn("broken", functions.concat_ws("+", functions.col("broken"))),
        "raw",
        "broken");
  }

  /** The accounts, each as {@code batch|files|read|accepted|duplicate|quarantined|broken}. */
  List<String> accounts() {
    Column broken =
        functions.array_join(
            functions.transform(
                functions.map_entries(functions.col("broken")),
                entry -> functions.concat_ws(":", entry.getField("key"), entry.getField("value"))),
            " ");
    return texts(
        tables().batches().read(spark).withColumn("broken", broken),
        "batch",
        "files",
        "read",
        "accepted",
        "duplicate",
        "quarantined",
        "broken");
  }

  private static List<String> texts(Dataset<Row> rows, String... columns) {
    Column[] shown = new Column[columns.length];
    for (int each = 0; each < columns.length; each++) {
      shown[each] =
          functions.coalesce(functions.col(columns[each]).cast("string"), functions.lit("null"));
    }
    return rows.select(functions.concat_ws("|", shown)).collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }
}
