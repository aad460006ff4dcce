package dev.holdfast.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.Job;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.job.JobLauncher;
import dev.holdfast.job.Progress;
import dev.holdfast.job.Progress.Outcome;
import dev.holdfast.model.BatchScorer;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.model.RegisteredModel;
import dev.holdfast.problem.Problem;
import dev.holdfast.table.Commit;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.ScoresTable;
import dev.holdfast.table.Table;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** Scores every row of the spine of one day by the champion. */
public final class ScoringJob implements Job {
  private static final String REPLACE = "--replace";

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
    return List.of(new Option(REPLACE, "", "scores the day again if it was scored before"));
  }

  @Override
  public List<String> plan(JobContext context) {
    Problem problem = context.problem();
    return List.of(
        "reads features of %s from %s"
            .formatted(context.asOf(), context.tables().features().path()),
        "reads the champion from " + context.tables().models().path(),
        "writes %s with rank, decile and decision (%s)"
            .formatted(context.tables().scores().path(), problem.decision()));
  }

  @Override
  public void run(JobContext context) {
    SparkSession spark = context.spark();
    if (isScored(context) && !context.options().has(REPLACE)) {
      context
          .progress()
          .line(
              "scores",
              "nothing to do: %s is scored (--replace scores it again)".formatted(context.asOf()));
      return;
    }
    RegisteredModel champion = champion(context);
    Dataset<Row> day = featuresOfTheDay(context);
    Dataset<Row> scored =
        BatchScorer.score(day, champion.model(), FeaturesTable.identity(context.problem()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      context.progress().step("score", () -> score(context, champion, scored));
      context.progress().step("rank and write", () -> write(context, champion, scored));
    } finally {
      scored.unpersist();
    }
    context
        .record()
        .wrote(context.tables().scores().name(), context.tables().scores().version(spark));
  }

  private static Outcome<Long> score(
      JobContext context, RegisteredModel champion, Dataset<Row> scored) {
    long rows = scored.count();
    context.record().count("scored", rows);
    return new Outcome<>(
        rows, "%s rows by model version %d".formatted(Progress.count(rows), champion.version()));
  }

  private static Outcome<Long> write(
      JobContext context, RegisteredModel champion, Dataset<Row> scored) {
    Problem problem = context.problem();
    Dataset<Row> ranked =
        Ranking.ranked(scored, FeaturesTable.key(problem), problem.decision())
            .withColumn(ScoresTable.MODEL_VERSION, lit(champion.version()));
    Commit.replaceDays(
        ranked, context.tables().scores(), FeaturesTable.AS_OF, List.of(context.asOf()));
    long act =
        ofDay(context.tables().scores(), context)
            .agg(count_if(col(ScoresTable.ACT)))
            .head()
            .getLong(0);
    context.record().count("to act on", act);
    return new Outcome<>(act, Progress.count(act) + " to act on");
  }

  private static boolean isScored(JobContext context) {
    Table scores = context.tables().scores();
    return scores.exists(context.spark()) && !ofDay(scores, context).isEmpty();
  }

  private static RegisteredModel champion(JobContext context) {
    RegisteredModel champion =
        new ModelRegistry(context.tables())
            .champion(context.spark())
            .orElseThrow(
                () ->
                    new JobException(
                        ExitCode.CONFIGURATION,
                        "Cannot score %s: problem %s has no champion in %s. Run the training job first."
                            .formatted(
                                context.asOf(),
                                context.problem().name(),
                                context.tables().models().path())));
    Table models = context.tables().models();
    context.record().read(models.name(), models.version(context.spark()));
    return champion;
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

  private static Dataset<Row> ofDay(Table table, JobContext context) {
    LocalDate day = context.asOf();
    return table.read(context.spark()).where(col(FeaturesTable.AS_OF).equalTo(Date.valueOf(day)));
  }
}
