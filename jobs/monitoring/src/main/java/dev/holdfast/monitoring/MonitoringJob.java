package dev.holdfast.monitoring;

import static org.apache.spark.sql.functions.col;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.job.JobLauncher;
import dev.holdfast.job.Progress.Outcome;
import dev.holdfast.model.Distribution;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.model.RegisteredModel;
import dev.holdfast.table.Commit;
import dev.holdfast.table.DriftTable;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.ScoresTable;
import dev.holdfast.table.Table;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Holds a scored day against what its model was trained on. */
public final class MonitoringJob implements Job {
  private static final String REPLACE = "--replace";
  private static final int NAMED = 3;

  public static void main(String[] line) {
    JobLauncher.main(new MonitoringJob(), line);
  }

  @Override
  public String name() {
    return "monitoring";
  }

  @Override
  public String purpose() {
    return "Compares a scored day with the training rows of its model.";
  }

  @Override
  public List<Option> options() {
    return List.of(new Option(REPLACE, "", "compares the day again if it was compared before"));
  }

  @Override
  public List<String> plan(JobContext context) {
    return List.of(
        "reads scores and features of %s, and the model that scored them".formatted(context.asOf()),
        "writes a population stability index per feature to " + context.tables().drift().path());
  }

  @Override
  public void run(JobContext context) {
    Table drift = context.tables().drift();
    boolean done =
        drift.exists(context.spark()) && !ofDay(drift, DriftTable.AS_OF, context).isEmpty();
    if (done && !context.options().has(REPLACE)) {
      context
          .progress()
          .line(
              "drift",
              "nothing to do: %s is compared (--replace does it again)".formatted(context.asOf()));
      return;
    }
    context.progress().step("drift", () -> compare(context));
    context.record().wrote(drift.name(), drift.version(context.spark()));
  }

  private static Outcome<List<Row>> compare(JobContext context) {
    SparkSession spark = context.spark();
    Dataset<Row> scores = scores(context);
    RegisteredModel model = model(context, scores);
    List<Row> rows = new ArrayList<>();
    List<Distribution> inputs = model.model().inputs();
    List<String> columns = model.model().encoding().columns();
    Dataset<Row> features = ofDay(context.tables().features(), FeaturesTable.AS_OF, context);
    Histograms counted = HistogramCounter.count(features, model.model());
    for (int i = 0; i < inputs.size(); i++) {
      rows.add(row(context, model, columns.get(i), inputs.get(i), counted, i));
    }
    rows.add(
        row(
            context,
            model,
            DriftTable.SCORE,
            model.model().scores(),
            HistogramCounter.countScores(scores, model.model()),
            0));
    Commit.replaceDays(
        spark.createDataFrame(rows, DriftTable.SCHEMA).coalesce(1),
        context.tables().drift(),
        DriftTable.AS_OF,
        List.of(context.asOf()));
    List<Row> drifted = rows.stream().filter(row -> row.getBoolean(3)).toList();
    context.record().count("features compared", inputs.size());
    context.record().count("drifted", drifted.size());
    return new Outcome<>(rows, words(context, rows, drifted));
  }

  private static String words(JobContext context, List<Row> rows, List<Row> drifted) {
    String limit = String.format(Locale.ROOT, "%.2f", context.problem().monitoring().driftLimit());
    if (drifted.isEmpty()) {
      return "%d columns, none beyond %s".formatted(rows.size(), limit);
    }
    String most =
        drifted.stream()
            .sorted(Comparator.comparingDouble((Row row) -> -row.getDouble(2)))
            .limit(NAMED)
            .map(row -> String.format(Locale.ROOT, "%s %.2f", row.getString(1), row.getDouble(2)))
            .collect(Collectors.joining(", "));
    return "%d of %d columns beyond %s: %s".formatted(drifted.size(), rows.size(), limit, most);
  }

  private static Row row(
      JobContext context,
      RegisteredModel model,
      String feature,
      Distribution then,
      Histograms now,
      int column) {
    double index = PopulationStability.index(then.shares(), now.counts(column));
    double mean = now.mean(column);
    boolean numeric = then instanceof Distribution.OfNumbers;
    return RowFactory.create(
        Date.valueOf(context.asOf()),
        feature,
        index,
        index > context.problem().monitoring().driftLimit(),
        now.rows(column),
        now.missingShare(column),
        numeric && !Double.isNaN(mean) ? mean : null,
        model.version());
  }

  private static Dataset<Row> scores(JobContext context) {
    Table scores = context.tables().scores();
    if (!scores.exists(context.spark()) || ofDay(scores, FeaturesTable.AS_OF, context).isEmpty()) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot monitor %s: %s has no scores of that day. Run the scoring job with --as-of %s first."
              .formatted(context.asOf(), scores.path(), context.asOf()));
    }
    context.record().read(scores.name(), scores.version(context.spark()));
    return ofDay(scores, FeaturesTable.AS_OF, context);
  }

  private static RegisteredModel model(JobContext context, Dataset<Row> scores) {
    int version = scores.select(ScoresTable.MODEL_VERSION).head().getInt(0);
    return new ModelRegistry(context.tables())
        .version(context.spark(), version)
        .orElseThrow(
            () ->
                new JobException(
                    ExitCode.CONFIGURATION,
                    "Cannot monitor %s: it was scored by model version %d, which %s does not have."
                        .formatted(context.asOf(), version, context.tables().models().path())));
  }

  private static Dataset<Row> ofDay(Table table, String dayColumn, JobContext context) {
    return table.read(context.spark()).where(col(dayColumn).equalTo(Date.valueOf(context.asOf())));
  }
}
