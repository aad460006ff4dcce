package dev.holdfast.benchmark;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.holdfast.model.BatchScorer;
import dev.holdfast.model.ModelCodec;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.table.Commit;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.ModelsTable.State;
import dev.holdfast.table.ScoresTable;
import dev.holdfast.table.Table;
import dev.holdfast.table.Tables;
import dev.holdfast.training.data.RowBlock;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * A scored week as the weekly jobs leave it, each score with three reasons, and a champion of 200
 * trees of depth 6 with rows that it scored.
 */
final class ApiTables {
  static final String PROBLEM = "served";

  private static final LocalDate DAY = LocalDate.of(2024, 3, 4);
  private static final String POSTED = "_posted";
  private static final int FEATURE_ROWS = 20_000;
  private static final int TREES = 200;
  private static final int DEPTH = 6;

  private final SparkSession spark;
  private final Tables tables;

  ApiTables(SparkSession spark, String root) {
    this.spark = spark;
    this.tables = new Tables(root, PROBLEM);
  }

  /** The name of a customer, from 0 on. */
  static String customer(int number) {
    return "C%08d".formatted(number);
  }

  /** A row of features as JSON, and what the batch scores it. */
  record Scored(String features, double probability) {}

  /** Writes a week of so many scores. */
  void writeScores(int rows) {
    Column reason =
        expr(
            "named_struct('feature', 'drop_rate_28d', 'value', cast(id / 1000 as string),"
                + " 'contribution', 0.731D, 'sentence',"
                + " 'calls dropped 9 % of the time in the last 28 days, 3.1 x the usual')");
    Column day = lit(Date.valueOf(DAY));
    Commit.replaceDays(
        spark
            .range(0, rows, 1, 2)
            .select(
                expr("format_string('C%08d', id)").as(ScoringRows.ENTITY),
                day.as(FeaturesTable.AS_OF),
                day.cast("timestamp").as(FeaturesTable.OBSERVED_AT),
                expr("1 - (id + 1) / %d.0D".formatted(rows + 1)).as(ScoresTable.PROBABILITY),
                col("id").plus(1).cast("int").as(ScoresTable.RANK),
                expr("cast(1 + id * 10 div %d as int)".formatted(rows)).as(ScoresTable.DECILE),
                lit(12.5).as(ScoresTable.EXPECTED_VALUE),
                col("id").lt(100).as(ScoresTable.ACT),
                lit(1).as(ScoresTable.MODEL_VERSION),
                expr("xxhash64(id)").as(ScoresTable.FEATURES_DIGEST),
                expr("array('missing:tenure_days')").as(ScoresTable.FLAGS),
                array(reason, reason, reason).as(ScoresTable.REASONS)),
        tables.scores(),
        FeaturesTable.AS_OF,
        List.of(DAY));
  }

  /** Registers the champion, and has it score so many rows. */
  List<Scored> writeChampion(int rows) {
    Table features = tables.features();
    ScoringRows.write(spark, FEATURE_ROWS, features);
    RowBlock labelled = ScoringRows.labelled(spark, features, FEATURE_ROWS);
    TrainedModel model =
        FittedTrees.model(FittedTrees.of(labelled, TREES, DEPTH), ScoringRows.encoding());
    byte[] artefact = ModelCodec.write(model);
    Instant now = Instant.now();
    new ModelRegistry(tables)
        .register(
            spark,
            RowFactory.create(
                1,
                State.CHAMPION.stored(),
                "training",
                "search",
                Date.valueOf(DAY),
                "boosted",
                "gradient-boosting",
                Map.of(),
                model.encoding().columns(),
                artefact,
                ModelCodec.digest(artefact),
                Map.of("holdout.auc", 0.8),
                List.of(),
                List.of(),
                Map.of(),
                "digest",
                "benchmark",
                Map.of(),
                7L,
                "run",
                Timestamp.from(now),
                List.of(ModelsTable.change(State.CHAMPION, now, "run", "trained")),
                null),
            State.CHAMPION);
    // Spark leaves out what is null, as a sender of JSON may.
    List<Column> posted = new ArrayList<>();
    model.encoding().columns().forEach(name -> posted.add(col(name)));
    Dataset<Row> taken =
        features
            .read(spark)
            .limit(rows)
            .withColumn(POSTED, to_json(struct(posted.toArray(Column[]::new))));
    return BatchScorer.score(taken, model, List.of(POSTED)).collectAsList().stream()
        .map(row -> new Scored(row.getString(0), row.getDouble(1)))
        .toList();
  }
}
