package dev.holdfast.model;

import static org.apache.spark.sql.functions.col;

import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.FeatureEncoding.Input;
import dev.holdfast.model.FeatureEncoding.Numeric;
import dev.holdfast.problem.Features.Categories;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Learns a {@link FeatureEncoding} from training rows, and from nothing else. */
public final class EncodingLearner {

  private EncodingLearner() {}

  /**
   * @param training the rows of the training days
   * @param columns the columns that the model may see
   */
  public static FeatureEncoding learn(
      Dataset<Row> training, List<String> columns, Categories categories) {
    long rows = training.count();
    List<Input> inputs = new ArrayList<>();
    for (String column : columns) {
      boolean text = training.schema().apply(column).dataType().equals(DataTypes.StringType);
      inputs.add(text ? category(training, column, categories, rows) : new Numeric(column));
    }
    return new FeatureEncoding(inputs);
  }

  private static Category category(
      Dataset<Row> training, String column, Categories categories, long rows) {
    List<Row> frequent =
        training
            .where(col(column).isNotNull())
            .groupBy(column)
            .count()
            .where(col("count").geq(categories.minShare() * rows))
            .orderBy(col("count").desc(), col(column).asc())
            .limit(categories.max())
            .collectAsList();
    return new Category(column, frequent.stream().map(row -> row.getString(0)).toList());
  }
}
