package dev.holdfast.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.job.JobContext;
import dev.holdfast.job.Progress;
import dev.holdfast.job.Progress.Outcome;
import dev.holdfast.model.BatchScorer;
import dev.holdfast.model.RegisteredModel;
import dev.holdfast.problem.Problem;
import dev.holdfast.problem.Reasons;
import dev.holdfast.problem.Reasons.Audience;
import dev.holdfast.table.Commit;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.Replacement;
import dev.holdfast.table.ScoresTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Makes the scores of a day: marks, scores, ranks, explains and writes its rows. */
final class WeekScores {
  private final JobContext context;
  private final RegisteredModel model;
  private final List<String> key;
  private final Dataset<Row> day;

  private WeekScores(JobContext context, RegisteredModel model, Dataset<Row> day) {
    this.context = context;
    this.model = model;
    this.day = day;
    this.key = FeaturesTable.key(context.problem());
  }

  /** Replaces the day by scores of all its rows. */
  static void write(JobContext context, RegisteredModel model, Dataset<Row> day) {
    new WeekScores(context, model, day).write(day, Optional.empty());
  }

  /**
   * Adds scores of some rows to those of the day, which stay as they are.
   *
   * @param replacement of the day, begun before its scores were looked at
   */
  static void addLate(
      JobContext context,
      RegisteredModel model,
      Dataset<Row> day,
      Dataset<Row> late,
      Replacement replacement) {
    new WeekScores(context, model, day).write(late, Optional.of(replacement));
  }

  private void write(Dataset<Row> features, Optional<Replacement> replacement) {
    WeekRows rows = WeekRows.of(MarkedRows.of(features, model.model()), key);
    Dataset<Row> scored =
        BatchScorer.score(rows.rows(), model.model(), kept())
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      context.progress().step("score", () -> score(scored, rows, replacement.isPresent()));
      context.progress().step("rank and write", () -> rankAndWrite(scored, rows, replacement));
    } finally {
      scored.unpersist();
    }
  }

  private List<String> kept() {
    List<String> kept = new ArrayList<>(FeaturesTable.identity(context.problem()));
    kept.add(ScoresTable.FEATURES_DIGEST);
    kept.add(ScoresTable.FLAGS);
    return kept;
  }

  private Outcome<Long> score(Dataset<Row> scored, WeekRows rows, boolean late) {
    long count = scored.count();
    if (count != rows.out()) {
      throw new IllegalStateException(
          "%d rows were scored of %d, of which %d have no key and %d are repeated"
              .formatted(count, rows.in(), rows.keyless(), rows.repeated()));
    }
    context.record().count("scored", count);
    context.record().count("excluded without a key", rows.keyless());
    context.record().count("excluded as repeated", rows.repeated());
    return new Outcome<>(
        count,
        "%s %srows by model version %d%s"
            .formatted(Progress.count(count), late ? "late " : "", model.version(), rows.words()));
  }

  private Outcome<Long> rankAndWrite(
      Dataset<Row> scored, WeekRows rows, Optional<Replacement> replacement) {
    Problem problem = context.problem();
    Optional<Dataset<Row>> before = replacement.map(Replacement::present);
    Dataset<Row> ranked =
        before
            .map(others -> LateRows.ranked(scored, others, key, problem.decision()))
            .orElseGet(() -> Ranking.ranked(scored, key, problem.decision()));
    Dataset<Row> complete =
        explained(ranked, rows.rows())
            .withColumn(ScoresTable.MODEL_VERSION, lit(model.version()))
            .select(columns());
    if (replacement.isPresent()) {
      Dataset<Row> others = before.orElseThrow().select(columns());
      replacement.get().by(others.unionByName(complete));
    } else {
      Commit.replaceDays(
          complete, context.tables().scores(), FeaturesTable.AS_OF, List.of(context.asOf()));
    }
    return new Outcome<>(0L, "written");
  }

  private Dataset<Row> explained(Dataset<Row> ranked, Dataset<Row> features) {
    Optional<Reasons> reasons = context.problem().reasons();
    if (reasons.isEmpty() || !Explainer.explains(model.model())) {
      if (reasons.isPresent()) {
        context
            .progress()
            .line("reasons", "none: a model of %s has none".formatted(model.candidate()));
      }
      return ranked.withColumn(
          ScoresTable.REASONS,
          lit(null).cast(DataTypes.createArrayType(ScoresTable.REASON, false)));
    }
    Seq<String> on = CollectionConverters.asScala(key).toSeq();
    Dataset<Row> audience =
        reasons.get().audience() == Audience.EVERYONE
            ? features
            : features.join(
                ranked.where(col(ScoresTable.ACT)).select(columnsOf(key)), on, "left_semi");
    Dataset<Row> explained =
        Explainer.explain(
            audience, model.model(), key, reasons.get(), Sentences.of(reasons.get(), day));
    return ranked.join(explained, on, "left");
  }

  private Column[] columns() {
    List<String> names = new ArrayList<>(FeaturesTable.identity(context.problem()));
    names.addAll(
        List.of(
            ScoresTable.PROBABILITY,
            ScoresTable.RANK,
            ScoresTable.DECILE,
            ScoresTable.EXPECTED_VALUE,
            ScoresTable.ACT,
            ScoresTable.MODEL_VERSION,
            ScoresTable.FEATURES_DIGEST,
            ScoresTable.FLAGS,
            ScoresTable.REASONS));
    return columnsOf(names);
  }

  private static Column[] columnsOf(List<String> names) {
    return names.stream().map(name -> col(name)).toArray(Column[]::new);
  }
}
