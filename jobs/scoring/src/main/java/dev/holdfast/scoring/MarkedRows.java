package dev.holdfast.scoring;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.FeatureEncoding.Input;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.model.UnusualValues;
import dev.holdfast.table.ScoresTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows of features with what the scores say of them: a digest, and what is unlike training. */
final class MarkedRows {
  private MarkedRows() {}

  static Dataset<Row> of(Dataset<Row> features, TrainedModel model) {
    List<Column> read = new ArrayList<>();
    model.encoding().columns().forEach(name -> read.add(col(name)));
    return features
        .withColumn(ScoresTable.FEATURES_DIGEST, xxhash64(read.toArray(Column[]::new)))
        .withColumn(ScoresTable.FLAGS, flags(model));
  }

  private static Column flags(TrainedModel model) {
    List<Column> flags = new ArrayList<>();
    // Without a flag at all the array still has its type.
    flags.add(lit(null).cast("string"));
    for (int i = 0; i < model.inputs().size(); i++) {
      Input input = model.encoding().inputs().get(i);
      Column value = col(input.name());
      if (UnusualValues.isMissingUnusual(model, i)) {
        flags.add(when(value.isNull(), UnusualValues.missing(input)));
      }
      if (input instanceof Category category && UnusualValues.isUnseenUnusual(model, i)) {
        Column kept = value.isin(category.kept().toArray());
        flags.add(when(value.isNotNull().and(not(kept)), UnusualValues.unseen(input)));
      }
    }
    return array_compact(array(flags.toArray(Column[]::new)));
  }
}
