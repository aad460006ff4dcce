package dev.holdfast.model;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.FeatureEncoding.Input;
import dev.holdfast.model.FeatureEncoding.Numeric;
import dev.holdfast.problem.Features.Categories;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/** Learns a {@link FeatureEncoding} from training rows, and from nothing else. */
public final class EncodingLearner {
  private static final String COLUMN = "column";
  private static final String VALUE = "value";
  private static final String ROWS = "rows";
  private static final String ALL = "all";
  private static final String PLACE = "place";

  private EncodingLearner() {}

  /**
   * @param training the rows of the training days
   * @param columns the columns that the model may see
   */
  public static FeatureEncoding learn(
      Dataset<Row> training, List<String> columns, Categories categories) {
    Map<String, List<String>> frequent = frequent(training, texts(training, columns), categories);
    List<Input> inputs = new ArrayList<>();
    for (String column : columns) {
      List<String> values = frequent.get(column);
      inputs.add(values == null ? new Numeric(column) : new Category(column, values));
    }
    return new FeatureEncoding(inputs);
  }

  private static List<String> texts(Dataset<Row> training, List<String> columns) {
    return columns.stream()
        .filter(name -> training.schema().apply(name).dataType().equals(DataTypes.StringType))
        .toList();
  }

  /**
   * Of each column its frequent values, the most frequent first: all columns in one pass, since
   * what is read costs more than what is counted.
   */
  private static Map<String, List<String>> frequent(
      Dataset<Row> training, List<String> columns, Categories categories) {
    Map<String, List<String>> frequent = new LinkedHashMap<>();
    if (columns.isEmpty()) {
      return frequent;
    }
    columns.forEach(column -> frequent.put(column, new ArrayList<>()));
    Column[] cells =
        columns.stream()
            .map(column -> struct(lit(column).as(COLUMN), col(column).as(VALUE)))
            .toArray(Column[]::new);
    WindowSpec ofColumn = Window.partitionBy(COLUMN);
    Dataset<Row> counted =
        training
            .select(inline(array(cells)))
            .groupBy(COLUMN, VALUE)
            .agg(count(lit(1)).as(ROWS))
            .withColumn(ALL, sum(ROWS).over(ofColumn))
            .where(col(VALUE).isNotNull())
            .where(col(ROWS).geq(col(ALL).multiply(categories.minShare())))
            .withColumn(
                PLACE, row_number().over(ofColumn.orderBy(col(ROWS).desc(), col(VALUE).asc())))
            .where(col(PLACE).leq(categories.max()))
            .orderBy(COLUMN, PLACE)
            .select(COLUMN, VALUE);
    for (Row value : counted.collectAsList()) {
      frequent.get(value.getString(0)).add(value.getString(1));
    }
    return frequent;
  }
}
