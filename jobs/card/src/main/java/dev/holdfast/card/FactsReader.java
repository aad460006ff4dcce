package dev.holdfast.card;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import dev.holdfast.card.ModelFacts.Change;
import dev.holdfast.card.ModelFacts.Drift;
import dev.holdfast.card.ModelFacts.Provenance;
import dev.holdfast.card.ModelFacts.Tried;
import dev.holdfast.job.JobContext;
import dev.holdfast.model.EvaluationRows;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.table.DriftTable;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.Table;
import dev.holdfast.table.TrialsTable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads what the page tells; nothing of it is computed from rows of features. */
final class FactsReader {
  private final JobContext context;

  FactsReader(JobContext context) {
    this.context = context;
  }

  /** The facts of the version that is asked for, or of the champion; empty if there is none. */
  Optional<ModelFacts> read(Optional<Integer> version) {
    Table models = context.tables().models();
    if (!models.exists(context.spark())) {
      return Optional.empty();
    }
    Column wanted =
        version
            .map(number -> col(ModelsTable.VERSION).equalTo(number))
            .orElse(col(ModelsTable.STATE).equalTo(ModelsTable.State.CHAMPION.stored()));
    Dataset<Row> rows = models.read(context.spark()).where(wanted).drop(ModelsTable.ARTEFACT);
    context.record().read(models.name(), models.version(context.spark()));
    return rows.collectAsList().stream().findFirst().map(this::facts);
  }

  private ModelFacts facts(Row row) {
    int version = row.getAs(ModelsTable.VERSION);
    return new ModelFacts(
        context.problem(),
        version,
        row.getAs(ModelsTable.STATE),
        row.<Date>getAs(ModelsTable.AS_OF).toLocalDate(),
        row.getAs(ModelsTable.CANDIDATE),
        row.getJavaMap(row.fieldIndex(ModelsTable.METRICS)),
        row.getList(row.fieldIndex(ModelsTable.FEATURES)),
        days(row, ModelsTable.TRAINING_DAYS),
        days(row, ModelsTable.HOLDOUT_DAYS),
        provenance(row),
        row.<Row>getList(row.fieldIndex(ModelsTable.HISTORY)).stream()
            .map(
                each ->
                    new Change(
                        each.getString(0), each.getTimestamp(1).toInstant(), each.getString(3)))
            .toList(),
        evaluation(row),
        tried(row.getAs(ModelsTable.SEARCH_ID)),
        drift(version));
  }

  private static List<LocalDate> days(Row row, String column) {
    return row.<Date>getList(row.fieldIndex(column)).stream().map(Date::toLocalDate).toList();
  }

  private static Provenance provenance(Row row) {
    return new Provenance(
        row.getAs(ModelsTable.DIGEST),
        row.getAs(ModelsTable.PROBLEM_DIGEST),
        row.getJavaMap(row.fieldIndex(ModelsTable.TABLE_VERSIONS)),
        row.getAs(ModelsTable.CODE_VERSION),
        row.getJavaMap(row.fieldIndex(ModelsTable.LIBRARIES)),
        row.getAs(ModelsTable.SEED),
        row.getAs(ModelsTable.RUN_ID),
        row.<Timestamp>getAs(ModelsTable.CREATED_AT).toInstant());
  }

  private static Optional<dev.holdfast.model.Evaluation> evaluation(Row row) {
    return List.of(row.schema().fieldNames()).contains(ModelsTable.EVALUATION)
        ? Optional.ofNullable(row.<Row>getAs(ModelsTable.EVALUATION)).map(EvaluationRows::read)
        : Optional.empty();
  }

  private List<Tried> tried(String searchId) {
    Table trials = context.tables().trials();
    if (!trials.exists(context.spark())) {
      return List.of();
    }
    Metric metric = context.problem().training().metric();
    String name = metric.name().toLowerCase(java.util.Locale.ROOT);
    Column mean = col("mean");
    return trials
        .read(context.spark())
        .where(col(TrialsTable.SEARCH_ID).equalTo(searchId))
        .groupBy(TrialsTable.CANDIDATE)
        .agg(count(lit(1)), avg(name).as("mean"), min(name), max(name), avg(TrialsTable.TRAIN_AUC))
        .orderBy(metric == Metric.LOG_LOSS ? mean.asc() : mean.desc())
        .collectAsList()
        .stream()
        .map(
            row ->
                new Tried(
                    row.getString(0),
                    row.getLong(1),
                    row.getDouble(2),
                    row.getDouble(3),
                    row.getDouble(4),
                    row.isNullAt(5) ? Double.NaN : row.getDouble(5)))
        .toList();
  }

  // The latest day up to the run's: later ones are of a future that the run does not know.
  private Optional<Drift> drift(int version) {
    Table drift = context.tables().drift();
    Optional<LocalDate> latest =
        drift.filesByDay(context.spark(), DriftTable.AS_OF).keySet().stream()
            .filter(day -> !day.isAfter(context.asOf()))
            .max(LocalDate::compareTo);
    return latest.flatMap(
        day -> {
          List<Drift.OfFeature> features =
              drift
                  .readDays(context.spark(), DriftTable.AS_OF, List.of(day))
                  .where(col(DriftTable.MODEL_VERSION).equalTo(version))
                  .select(
                      DriftTable.FEATURE,
                      DriftTable.PSI,
                      DriftTable.DRIFTED,
                      DriftTable.MISSING_SHARE)
                  .collectAsList()
                  .stream()
                  .map(
                      row ->
                          new Drift.OfFeature(
                              row.getString(0),
                              row.getDouble(1),
                              row.getBoolean(2),
                              row.getDouble(3)))
                  .sorted(java.util.Comparator.comparingDouble(Drift.OfFeature::psi).reversed())
                  .toList();
          return features.isEmpty() ? Optional.empty() : Optional.of(new Drift(day, features));
        });
  }
}
