package dev.holdfast.scoring;

import dev.holdfast.job.Job;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobOptions;
import dev.holdfast.job.JobRunner;
import dev.holdfast.job.Progress;
import dev.holdfast.job.RunRecord;
import dev.holdfast.job.Sessions;
import dev.holdfast.model.Calibrator;
import dev.holdfast.model.Distribution;
import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.FeatureEncoding.Numeric;
import dev.holdfast.model.LinearModel;
import dev.holdfast.model.ModelCodec;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemReader;
import dev.holdfast.table.Commit;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.ModelsTable.State;
import dev.holdfast.table.ScoresTable;
import dev.holdfast.table.Tables;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** A problem with tables that tests fill by hand: customers with a spend and a plan. */
final class Shop {
  static final LocalDate MONDAY = LocalDate.of(2024, 3, 4);

  private static final String PROBLEM =
      """
      problem { name = shop, entity = [id] }
      sources.orders {
        path = /data, schema = "id STRING, at TIMESTAMP, amount DOUBLE, plan STRING", event-time = at
      }
      spine { first = 2024-01-01, every = 1 week, active { source = orders, within = 8 weeks } }
      features {
        windows = [28 days]
        groups.orders { source = orders, aggregates { spend { function = sum, of = amount } } }
        attributes.customer { source = orders, columns = plan }
      }
      label { source = orders, positive = absent, horizon = 4 weeks }
      training { split { holdout = 4 }, candidates.linear { kind = logistic-regression } }
      """;
  private static final StructType FEATURES =
      StructType.fromDDL(
          "id STRING, as_of DATE, observed_at TIMESTAMP, spend_28d DOUBLE, plan STRING");
  private static final Category PLAN = new Category("plan", List.of("gold", "tin"));

  private final SparkSession spark =
      Sessions.open(
          "scoring tests",
          Map.of(
              "spark.master", "local[2]",
              "spark.sql.shuffle.partitions", "2",
              "spark.ui.enabled", "false",
              "spark.databricks.delta.snapshotPartitions", "1"));
  private final Problem problem;
  private final Tables tables;

  /**
   * @param more blocks of the problem file beside the usual ones
   */
  Shop(Path folder, String more) {
    this.problem = problem(folder, PROBLEM + more);
    this.tables = new Tables(folder.resolve("tables").toString(), "shop");
  }

  private static Problem problem(Path folder, String text) {
    try {
      Path file = Files.writeString(folder.resolve("shop.conf"), text);
      return ProblemReader.read(file, Map.of(), Map.of());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  SparkSession spark() {
    return spark;
  }

  Tables tables() {
    return tables;
  }

  Problem problem() {
    return problem;
  }

  /** A customer's row of features. */
  record Customer(String id, Double spend, String plan) {}

  static List<Customer> customers(int count) {
    List<Customer> customers = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      customers.add(
          new Customer(
              "c%04d".formatted(number), (double) number, number % 2 == 0 ? "gold" : "tin"));
    }
    return customers;
  }

  /** Replaces a day's features. */
  void features(LocalDate day, List<Customer> customers) {
    List<Row> rows =
        customers.stream()
            .map(
                each ->
                    RowFactory.create(
                        each.id(),
                        Date.valueOf(day),
                        Timestamp.valueOf(day.atStartOfDay()),
                        each.spend(),
                        each.plan()))
            .toList();
    Commit.replaceDays(
        spark.createDataFrame(rows, FEATURES),
        tables.features(),
        FeaturesTable.AS_OF,
        List.of(day));
  }

  /** A model whose log odds are {@code intercept + slope × spend}, one more for plan tin. */
  static TrainedModel model(double intercept, double slope) {
    return new TrainedModel(
        new FeatureEncoding(List.of(new Numeric("spend_28d"), PLAN)),
        new LinearModel(
            intercept,
            new double[] {slope, 0, 1, 0, 0},
            new double[] {0.25, 0, 0, 0, 0},
            new double[] {slope * 5, 0, 0.5, 0, 0}),
        new Calibrator.Platt(0.9, 0.05),
        List.of(
            new Distribution.OfNumbers(List.of(3.0), List.of(0.5, 0.5, 0.0)),
            new Distribution.OfCategories(PLAN, List.of(0.5, 0.5, 0.0, 0.0))),
        new Distribution.OfNumbers(List.of(0.5), List.of(0.5, 0.5, 0.0)));
  }

  /** Registers a model. */
  void register(int version, TrainedModel model, State state) {
    byte[] artefact = ModelCodec.write(model);
    Instant now = Instant.now();
    Row row =
        RowFactory.create(
            version,
            state.stored(),
            "training-" + version,
            "search-" + version,
            Date.valueOf(MONDAY),
            "linear",
            "logistic-regression",
            Map.of(),
            model.encoding().columns(),
            artefact,
            ModelCodec.digest(artefact),
            Map.of("holdout.auc", 0.7),
            List.of(),
            List.of(),
            Map.of(),
            problem.digest(),
            "test",
            Map.of(),
            7L,
            "run-" + version,
            Timestamp.from(now),
            List.of(ModelsTable.change(state, now, "run-" + version, "trained")),
            null);
    new ModelRegistry(tables).register(spark, row, state);
  }

  /** Runs a job for a day. */
  RunRecord run(Job job, LocalDate day, Map<String, String> options) {
    RunRecord record = new RunRecord(JobRunner.newRunId(job, day));
    JobRunner.run(
        job,
        new JobContext(
            spark,
            problem,
            tables,
            day,
            new JobOptions(options),
            record,
            new Progress(
                job.name(),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))));
    return record;
  }

  /** A day's scores by rank. */
  List<Row> scores(LocalDate day) {
    return tables
        .scores()
        .read(spark)
        .where(functions.col(FeaturesTable.AS_OF).equalTo(Date.valueOf(day)))
        .orderBy(ScoresTable.RANK, "id")
        .collectAsList();
  }
}
