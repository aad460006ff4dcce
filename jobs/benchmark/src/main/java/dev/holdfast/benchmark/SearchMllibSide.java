package dev.holdfast.benchmark;

import static org.apache.spark.sql.functions.col;

import dev.holdfast.table.LabelsTable;
import dev.holdfast.training.fit.Candidate;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What Spark brings: {@link CrossValidator} over {@link GBTClassifier} on the same folds and the
 * same grid, other settings as MLlib has them, two fits at a time. It fits the best on all rows at
 * the end, as it always does.
 */
final class SearchMllibSide {
  private static final String FOLD = "fold";

  /** Of a column; MLlib's own default, and what the engine is given beside it. */
  static final int BINS = 32;

  private final SparkSession spark;
  private final Dataset<Row> vectors;

  /** Assembles the vectors outside the clock: MLlib is not charged for them. */
  SearchMllibSide(SparkSession spark, Dataset<Row> labelled) {
    this.spark = spark;
    String[] features = SearchRows.features().toArray(String[]::new);
    this.vectors =
        new VectorAssembler()
            .setInputCols(features)
            .setOutputCol("features")
            .transform(labelled.withColumn(FOLD, SearchRows.fold()))
            .select(col("features"), col(LabelsTable.LABEL).cast("double").as("label"), col(FOLD))
            .cache();
    vectors.count();
  }

  /** The best mean AUC over the folds. */
  double search(List<Candidate.Boosted> candidates) {
    GBTClassifier trees = new GBTClassifier().setSeed(SearchRows.SEED).setMaxBins(BINS);
    ParamMap[] grid =
        candidates.stream()
            .map(
                candidate ->
                    new ParamMap()
                        .put(trees.maxDepth().w(candidate.depth()))
                        .put(trees.maxIter().w(candidate.rounds()))
                        .put(trees.stepSize().w(candidate.learningRate())))
            .toArray(ParamMap[]::new);
    double[] means =
        new CrossValidator()
            .setEstimator(trees)
            .setEstimatorParamMaps(grid)
            // No bins: the area under the curve is exact, as on the other side.
            .setEvaluator(new BinaryClassificationEvaluator().setNumBins(0))
            .setNumFolds(SearchRows.FOLDS)
            .setFoldCol(FOLD)
            .setParallelism(spark.sparkContext().defaultParallelism())
            .fit(vectors)
            .avgMetrics();
    return Arrays.stream(means).max().orElseThrow();
  }

  void close() {
    vectors.unpersist(true);
  }
}
