package dev.holdfast.model;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.table.Commit;
import dev.holdfast.table.EvaluationColumns;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.ModelsTable.State;
import dev.holdfast.table.Table;
import dev.holdfast.table.Tables;
import io.delta.tables.DeltaTable;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The models of one problem, as {@link ModelsTable} keeps them. */
public final class ModelRegistry {
  private static final String IS_CHAMPION =
      "%s = '%s'".formatted(ModelsTable.STATE, State.CHAMPION.stored());

  private final Table table;

  public ModelRegistry(Tables tables) {
    this.table = tables.models();
  }

  /** The model that scores, if there is one. */
  public Optional<RegisteredModel> champion(SparkSession spark) {
    return first(spark, isChampion());
  }

  /** The version of the model that scores, whatever has become of its bytes. */
  public Optional<Integer> championVersion(SparkSession spark) {
    if (!table.exists(spark)) {
      return Optional.empty();
    }
    return table
        .read(spark)
        .where(isChampion())
        .select(ModelsTable.VERSION)
        .collectAsList()
        .stream()
        .map(row -> row.getInt(0))
        .findFirst();
  }

  /** The model that came of a training, if that training was done before. */
  public Optional<RegisteredModel> ofTraining(SparkSession spark, String trainingId) {
    return first(spark, col(ModelsTable.TRAINING_ID).equalTo(trainingId));
  }

  /** The model of a version. */
  public Optional<RegisteredModel> version(SparkSession spark, int version) {
    return first(spark, col(ModelsTable.VERSION).equalTo(version));
  }

  /** All that the registry states of a version, as {@link ModelsTable#SCHEMA} has it. */
  public Optional<Row> stated(SparkSession spark, int version) {
    if (!table.exists(spark)) {
      return Optional.empty();
    }
    return table
        .read(spark)
        .where(col(ModelsTable.VERSION).equalTo(version))
        .limit(1)
        .collectAsList()
        .stream()
        .findFirst();
  }

  /** The version that a new model gets. */
  public int nextVersion(SparkSession spark) {
    if (!table.exists(spark)) {
      return 1;
    }
    Row latest = table.read(spark).agg(max(ModelsTable.VERSION)).head();
    return latest.isNullAt(0) ? 1 : latest.getInt(0) + 1;
  }

  /**
   * Adds a row in one commit; if the new model is the champion, the one before it retires in the
   * same commit.
   *
   * @param row of {@link ModelsTable#SCHEMA}
   */
  public void register(SparkSession spark, Row row, State state) {
    prepare(spark);
    int version = row.getInt(ModelsTable.SCHEMA.fieldIndex(ModelsTable.VERSION));
    String runId = row.getString(ModelsTable.SCHEMA.fieldIndex(ModelsTable.RUN_ID));
    Dataset<Row> added = spark.createDataFrame(List.of(row), ModelsTable.SCHEMA);
    Column retires = state == State.CHAMPION ? isChampion() : lit(false);
    Column retired = lit(State.RETIRED.stored());
    String why = "version %d took its place".formatted(version);
    Commit.rewriteFilesWith(
        spark,
        table,
        "%s OR %s".formatted(IS_CHAMPION, isVersion(version)),
        present -> {
          if (!present.where(isVersion(version)).isEmpty()) {
            throw new JobException(
                ExitCode.CONFLICT,
                "Cannot register model version %d in %s: another training registered a version of that number in the meantime. Run the job again."
                    .formatted(version, table.path()));
          }
          return changed(present, retires, retired, history(retired, runId, why))
              .unionByName(added, true);
        });
  }

  /**
   * Makes a version the champion, and retires the one that is, in one commit.
   *
   * @param why is kept in the history of both
   */
  public void promote(SparkSession spark, int version, String runId, String why) {
    Column promoted = col(ModelsTable.VERSION).equalTo(version);
    Column state = when(promoted, State.CHAMPION.stored()).otherwise(lit(State.RETIRED.stored()));
    Commit.rewriteFilesWith(
        spark,
        table,
        "%s OR %s".formatted(IS_CHAMPION, isVersion(version)),
        present -> changed(present, promoted.or(isChampion()), state, history(state, runId, why)));
  }

  private static Dataset<Row> changed(
      Dataset<Row> rows, Column which, Column state, Column history) {
    return rows.select(
        Arrays.stream(rows.columns())
            .map(
                name ->
                    switch (name) {
                      case ModelsTable.STATE -> when(which, state).otherwise(col(name)).as(name);
                      case ModelsTable.HISTORY ->
                          when(which, history).otherwise(col(name)).as(name);
                      default -> col(name);
                    })
            .toArray(Column[]::new));
  }

  // A table of an earlier version of the platform gets the column that came since.
  private void prepare(SparkSession spark) {
    if (!table.exists(spark)) {
      DeltaTable.createIfNotExists(spark)
          .location(table.path())
          .addColumns(ModelsTable.SCHEMA)
          .execute();
    } else if (!List.of(table.read(spark).columns()).contains(ModelsTable.EVALUATION)) {
      spark.sql(
          "ALTER TABLE delta.`%s` ADD COLUMNS (%s %s)"
              .formatted(table.path(), ModelsTable.EVALUATION, EvaluationColumns.SCHEMA.sql()));
    }
  }

  private static Column isChampion() {
    return expr(IS_CHAMPION);
  }

  private static String isVersion(int version) {
    return "%s = %d".formatted(ModelsTable.VERSION, version);
  }

  private static Column history(Column state, String runId, String why) {
    return concat(
        col(ModelsTable.HISTORY),
        array(
            struct(
                state.as("state"),
                lit(Timestamp.from(Instant.now())).as("at"),
                lit(runId).as("run_id"),
                lit(why).as("why"))));
  }

  private Optional<RegisteredModel> first(SparkSession spark, Column condition) {
    if (!table.exists(spark)) {
      return Optional.empty();
    }
    List<Row> rows = table.read(spark).where(condition).limit(1).collectAsList();
    return rows.isEmpty() ? Optional.empty() : Optional.of(model(rows.get(0)));
  }

  private RegisteredModel model(Row row) {
    int version = row.getAs(ModelsTable.VERSION);
    byte[] artefact = row.getAs(ModelsTable.ARTEFACT);
    String stated = row.getAs(ModelsTable.DIGEST);
    String found = ModelCodec.digest(artefact);
    if (!found.equals(stated)) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot use model version %d in %s: its bytes have digest %s, the registry states %s. The row was damaged or changed; restore the table to an earlier version or train again."
              .formatted(version, table.path(), found, stated));
    }
    return new RegisteredModel(
        version,
        row.<Date>getAs(ModelsTable.AS_OF).toLocalDate(),
        row.getAs(ModelsTable.CANDIDATE),
        row.getAs(ModelsTable.TRAINING_ID),
        row.<String, Double>getJavaMap(row.fieldIndex(ModelsTable.METRICS)),
        ModelCodec.read(artefact));
  }
}
