package dev.holdfast.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.job.JobLauncher;
import dev.holdfast.job.Progress;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.model.RegisteredModel;
import dev.holdfast.problem.Problem;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.Replacement;
import dev.holdfast.table.ScoresTable;
import dev.holdfast.table.Table;
import java.sql.Date;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Scores every row of the spine of one day by the champion, or by a model that is named. */
public final class ScoringJob implements Job {
  private static final String REPLACE = "--replace";
  private static final String MODEL = "--model";

  public static void main(String[] line) {
    JobLauncher.main(new ScoringJob(), line);
  }

  @Override
  public String name() {
    return "scoring";
  }

  @Override
  public String purpose() {
    return "Scores every active entity of the day by the champion.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        new Option(REPLACE, "", "scores the day again if it was scored before"),
        new Option(MODEL, "VERSION", "scores by this model version, not by the champion"));
  }

  @Override
  public List<String> plan(JobContext context) {
    Problem problem = context.problem();
    return List.of(
        "reads features of %s from %s"
            .formatted(context.asOf(), context.tables().features().path()),
        "reads %s from %s"
            .formatted(
                pinned(context).map(version -> "model version " + version).orElse("the champion"),
                context.tables().models().path()),
        "writes %s with rank, decile and decision (%s)"
            .formatted(context.tables().scores().path(), problem.decision()));
  }

  @Override
  public void run(JobContext context) {
    Table scores = context.tables().scores();
    boolean scored = scores.exists(context.spark()) && !ofDay(scores, context).isEmpty();
    if (!scored || context.options().has(REPLACE)) {
      WeekScores.write(context, model(context, pinned(context)), featuresOfTheDay(context));
    } else {
      scoreLate(context);
    }
    context.record().wrote(scores.name(), scores.version(context.spark()));
    report(context);
    if (context.problem().alerts().isPresent()) {
      alert(context);
    }
  }

  // Those who came later are scored as the others of their day were.
  private static void scoreLate(JobContext context) {
    Replacement replacement =
        Replacement.ofDays(
            context.spark(),
            context.tables().scores(),
            FeaturesTable.AS_OF,
            List.of(context.asOf()));
    Dataset<Row> before = replacement.present();
    List<String> key = FeaturesTable.key(context.problem());
    Dataset<Row> day = featuresOfTheDay(context);
    Dataset<Row> late = LateRows.of(day, before, key);
    if (late.isEmpty()) {
      context
          .progress()
          .line(
              "scores",
              "nothing to do: %s is scored (--replace scores it again)".formatted(context.asOf()));
      return;
    }
    int version = before.agg(max(ScoresTable.MODEL_VERSION)).head().getInt(0);
    WeekScores.addLate(context, model(context, Optional.of(version)), day, late, replacement);
  }

  // After the scores, by what they say: a run that was killed in between is repaired by the next.
  private static void alert(JobContext context) {
    long added = new Outbox(context).fill();
    Table alerts = context.tables().alerts();
    context.record().wrote(alerts.name(), alerts.version(context.spark()));
    context.record().count("alerts", added);
    context.progress().line("alerts", Progress.count(added) + " new");
  }

  private static void report(JobContext context) {
    long act =
        ofDay(context.tables().scores(), context)
            .agg(count_if(col(ScoresTable.ACT)))
            .head()
            .getLong(0);
    context.record().count("to act on", act);
    context.progress().line("decision", Progress.count(act) + " to act on");
  }

  private static Optional<Integer> pinned(JobContext context) {
    return context
        .options()
        .value(MODEL)
        .map(
            text -> {
              if (!text.matches("[1-9]\\d{0,8}")) {
                throw new JobException(
                    ExitCode.CONFIGURATION,
                    "Cannot score by model version %s: a version is a whole number from 1 on."
                        .formatted(text));
              }
              return Integer.parseInt(text);
            });
  }

  private static RegisteredModel model(JobContext context, Optional<Integer> version) {
    ModelRegistry registry = new ModelRegistry(context.tables());
    Table models = context.tables().models();
    RegisteredModel model =
        version
            .map(each -> registry.version(context.spark(), each))
            .orElseGet(() -> registry.champion(context.spark()))
            .orElseThrow(
                () ->
                    new JobException(
                        ExitCode.CONFIGURATION,
                        version
                            .map(
                                each ->
                                    "Cannot score %s: %s has no model version %d. Name one that it has, or leave --model away."
                                        .formatted(context.asOf(), models.path(), each))
                            .orElseGet(
                                () ->
                                    "Cannot score %s: problem %s has no champion in %s. Run the training job first."
                                        .formatted(
                                            context.asOf(),
                                            context.problem().name(),
                                            models.path()))));
    context.record().read(models.name(), models.version(context.spark()));
    return model;
  }

  private static Dataset<Row> featuresOfTheDay(JobContext context) {
    Table features = context.tables().features();
    if (!features.exists(context.spark()) || ofDay(features, context).isEmpty()) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot score %s: %s has no rows of that day. Run the features job with --as-of %s first."
              .formatted(context.asOf(), features.path(), context.asOf()));
    }
    context.record().read(features.name(), features.version(context.spark()));
    return ofDay(features, context);
  }

  static Dataset<Row> ofDay(Table table, JobContext context) {
    return table
        .read(context.spark())
        .where(col(FeaturesTable.AS_OF).equalTo(lit(Date.valueOf(context.asOf()))));
  }
}
