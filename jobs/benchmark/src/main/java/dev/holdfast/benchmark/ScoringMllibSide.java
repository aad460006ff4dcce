package dev.holdfast.benchmark;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.table.ScoresTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The week scored by 50 trees of depth 5 of MLlib, fitted to a sample of it. */
final class ScoringMllibSide {
  private static final String VECTOR = "features";
  private static final String LABEL = "label";

  private final GBTClassificationModel model;

  ScoringMllibSide(Dataset<Row> week, int sample) {
    Column score =
        coalesce(col("f00"), lit(0.5)).plus(col("f01").multiply(col("f02"))).minus(abs(col("f04")));
    Dataset<Row> labelled =
        vectors(
                week.where(col(ScoringRows.ENTITY).lt(sample))
                    .withColumn(LABEL, score.gt(0).cast("double")),
                LABEL)
            .cache();
    this.model =
        new GBTClassifier().setMaxDepth(5).setMaxIter(50).setFeaturesCol(VECTOR).fit(labelled);
    labelled.unpersist();
  }

  /** The columns that our scores have. */
  Dataset<Row> scored(Dataset<Row> week) {
    List<Column> columns = new ArrayList<>();
    ScoringRows.IDENTITY.forEach(name -> columns.add(col(name)));
    columns.add(
        functions
            .vector_to_array(col("probability"), "float64")
            .getItem(1)
            .as(ScoresTable.PROBABILITY));
    return model
        .transform(vectors(week, ScoringRows.IDENTITY.toArray(String[]::new)))
        .select(columns.toArray(Column[]::new));
  }

  // MLlib's trees take no missing value: it is 0 to them, and each category a column of ones.
  private static Dataset<Row> vectors(Dataset<Row> rows, String... kept) {
    List<Column> columns = new ArrayList<>();
    List<String> inputs = new ArrayList<>(ScoringRows.numbers());
    for (String name : kept) {
      columns.add(col(name));
    }
    ScoringRows.numbers().forEach(name -> columns.add(coalesce(col(name), lit(0.0)).as(name)));
    for (String category : ScoringRows.categories()) {
      for (String value : ScoringRows.values()) {
        inputs.add(category + "_" + value);
        columns.add(col(category).equalTo(value).cast("double").as(category + "_" + value));
      }
    }
    return new VectorAssembler()
        .setInputCols(inputs.toArray(String[]::new))
        .setOutputCol(VECTOR)
        .transform(rows.select(columns.toArray(Column[]::new)));
  }
}
