package dev.holdfast.card;

import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobOptions;
import dev.holdfast.job.JobRunner;
import dev.holdfast.job.Progress;
import dev.holdfast.job.RunRecord;
import dev.holdfast.job.Sessions;
import dev.holdfast.model.Evaluation;
import dev.holdfast.model.EvaluationRows;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.ProblemReader;
import dev.holdfast.table.Commit;
import dev.holdfast.table.DriftTable;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.ModelsTable.State;
import dev.holdfast.table.Tables;
import dev.holdfast.table.TrialsTable;
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

/** Tables of models, trials and drift that tests fill by hand. */
final class ShopTables {
  static final LocalDate MONDAY = Facts.FIRST.plusWeeks(26);

  static final String PROBLEM =
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
      decision { cost = 5, value = 200, success = 0.25 }
      """;

  private final SparkSession spark =
      Sessions.open(
          "card tests",
          Map.of(
              "spark.master", "local[2]",
              "spark.sql.shuffle.partitions", "2",
              "spark.ui.enabled", "false",
              "spark.databricks.delta.snapshotPartitions", "1"));
  private final Problem problem;
  private final Tables tables;

  ShopTables(Path folder) {
    this.problem = problem(folder);
    this.tables = new Tables(folder.resolve("tables").toString(), "shop");
  }

  private static Problem problem(Path folder) {
    try {
      Path file = Files.writeString(folder.resolve("shop.conf"), PROBLEM);
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

  /** Registers a model; without an evaluation, as versions of the platform did that kept none. */
  void register(int version, State state, String why, Evaluation evaluation) {
    Instant now = Instant.parse("2024-07-01T06:00:00Z");
    Row row =
        RowFactory.create(
            version,
            state.stored(),
            "training-" + version,
            "search",
            Date.valueOf(MONDAY),
            "linear regularization=0.01",
            "logistic-regression",
            Map.of(),
            List.of("spend_28d", "calls_28d", "plan"),
            new byte[] {1},
            "ab".repeat(32),
            Facts.metrics(),
            Facts.trainingDays().stream().map(Date::valueOf).toList(),
            Facts.heldOutDays().stream().map(Date::valueOf).toList(),
            Map.of("features", 7L, "labels", 3L),
            problem.digest(),
            "1.2.3",
            Map.of("spark", spark.version()),
            7L,
            "run-" + version,
            Timestamp.from(now),
            List.of(ModelsTable.change(state, now, "run-" + version, why)),
            evaluation == null ? null : EvaluationRows.of(evaluation));
    new ModelRegistry(tables).register(spark, row, state);
  }

  /** Enters three folds of each of some candidates. */
  void tried(String... candidates) {
    List<Row> rows = new ArrayList<>();
    for (int at = 0; at < candidates.length; at++) {
      for (int fold = 0; fold < 3; fold++) {
        double auc = 0.81 - 0.01 * at + 0.004 * fold;
        rows.add(
            RowFactory.create(
                "search",
                candidates[at],
                "any",
                Map.of(),
                fold,
                9000L,
                900L,
                auc + 0.02,
                auc,
                0.4,
                0.25,
                0.1,
                null));
      }
    }
    Commit.appendOnce(
        spark.createDataFrame(rows, TrialsTable.SCHEMA), tables.trials(), "search", 1);
  }

  /** Enters how far a day lies from training. */
  void drifted(LocalDate day, int version, Map<String, Double> features) {
    List<Row> rows = new ArrayList<>();
    features.forEach(
        (feature, psi) ->
            rows.add(
                RowFactory.create(
                    Date.valueOf(day), feature, psi, psi > 0.2, 1000L, 0.0, null, version)));
    Commit.replaceDays(
        spark.createDataFrame(rows, DriftTable.SCHEMA),
        tables.drift(),
        DriftTable.AS_OF,
        List.of(day));
  }

  /** Runs the job. */
  void card(Map<String, String> options) {
    new CardJob().run(context(options));
  }

  /** What the job is given. */
  JobContext context(Map<String, String> options) {
    return new JobContext(
        spark,
        problem,
        tables,
        MONDAY,
        new JobOptions(options),
        new RunRecord(JobRunner.newRunId(new CardJob(), MONDAY)),
        new Progress(
            "card",
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)));
  }
}
