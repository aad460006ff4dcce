package dev.holdfast.monitoring;

import dev.holdfast.model.Distribution;
import dev.holdfast.model.ModelCodec;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.table.ScoresTable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Counts rows in a model's bins, each partition on its own, all columns in one pass. */
final class HistogramCounter {

  private HistogramCounter() {}

  /** Rows of features in the bins of the model's inputs. */
  static Histograms count(Dataset<Row> features, TrainedModel model) {
    Column[] columns =
        model.encoding().columns().stream().map(name -> functions.col(name)).toArray(Column[]::new);
    byte[] artefact = ModelCodec.write(model);
    return total(
        features
            .select(columns)
            .toJavaRDD()
            .mapPartitions(rows -> one(rows, ModelCodec.read(artefact).inputs()))
            .collect(),
        model.inputs());
  }

  /** Scored rows in the bins of the model's scores. */
  static Histograms countScores(Dataset<Row> scores, TrainedModel model) {
    byte[] artefact = ModelCodec.write(model);
    return total(
        scores
            .select(ScoresTable.PROBABILITY)
            .toJavaRDD()
            .mapPartitions(rows -> one(rows, List.of(ModelCodec.read(artefact).scores())))
            .collect(),
        List.of(model.scores()));
  }

  private static Iterator<Histograms> one(Iterator<Row> rows, List<Distribution> distributions) {
    Histograms counted = new Histograms(distributions);
    while (rows.hasNext()) {
      Row row = rows.next();
      for (int column = 0; column < distributions.size(); column++) {
        counted.add(column, distributions.get(column), row.get(column));
      }
    }
    return List.of(counted).iterator();
  }

  private static Histograms total(List<Histograms> parts, List<Distribution> distributions) {
    Optional<Histograms> total = parts.stream().reduce(Histograms::plus);
    return total.orElseGet(() -> new Histograms(distributions));
  }
}
