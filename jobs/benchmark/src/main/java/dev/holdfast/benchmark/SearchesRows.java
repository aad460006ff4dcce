package dev.holdfast.benchmark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobOptions;
import dev.holdfast.job.Progress;
import dev.holdfast.job.RunRecord;
import dev.holdfast.model.EncodingLearner;
import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.problem.Problem;
import dev.holdfast.table.Tables;
import dev.holdfast.training.data.FoldPlan;
import dev.holdfast.training.data.LabelledRows;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.data.RowEncoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The labelled rows of a problem whose features were made, as the training job takes them out of
 * Spark, of a part of the entities.
 *
 * @param training in the folds that the problem declares
 * @param heldOut all rows of the held-out days
 */
record SearchesRows(RowBlock training, RowBlock heldOut, FoldPlan folds) {
  private static final int PARTS = 10_000;

  static SearchesRows read(SparkSession spark, Problem problem, SearchesOptions options) {
    JobContext context =
        new JobContext(
            spark,
            problem,
            new Tables(options.tables(), problem.name()),
            options.asOf(),
            JobOptions.none(),
            new RunRecord("benchmark"),
            new Progress("bench", System.err));
    try (LabelledRows rows = LabelledRows.read(context)) {
      return of(rows, problem, options);
    }
  }

  private static SearchesRows of(LabelledRows rows, Problem problem, SearchesOptions options) {
    FoldPlan folds = FoldPlan.of(problem.training(), rows.days().training(), problem.label());
    Dataset<Row> part = part(rows.training(), problem, options.rows());
    FeatureEncoding encoding =
        EncodingLearner.learn(part, rows.inputs(), problem.features().categories());
    return new SearchesRows(
        RowEncoder.encode(part, problem, encoding, folds),
        RowEncoder.encode(rows.holdout(), problem, encoding, folds),
        folds);
  }

  // Whole entities, told by a hash that folds know nothing of.
  private static Dataset<Row> part(Dataset<Row> rows, Problem problem, int wanted) {
    List<Column> key = new ArrayList<>(List.of(lit("benchmark")));
    problem.entity().forEach(name -> key.add(col(name)));
    double share = Math.min(1, (double) wanted / rows.count());
    return rows.where(
        pmod(xxhash64(key.toArray(Column[]::new)), lit(PARTS)).lt(lit(Math.round(share * PARTS))));
  }
}
