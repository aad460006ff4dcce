package dev.holdfast.scoring;

import dev.holdfast.model.FeatureEncoding.Input;
import dev.holdfast.model.ModelCodec;
import dev.holdfast.model.RowEncoding;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.problem.Reasons;
import dev.holdfast.reasons.Contributions;
import dev.holdfast.table.ScoresTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * Says of rows why they scored as they did: the contributions of encoded columns, summed for each
 * feature, the ones that raise the score most, as sentences.
 */
final class Explainer implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BLOCK = 1024;

  private final byte[] artefact;
  private final Sentences sentences;
  private final int top;
  private transient TrainedModel model;
  private transient Contributions contributions;

  private Explainer(byte[] artefact, Sentences sentences, int top) {
    this.artefact = artefact;
    this.sentences = sentences;
    this.top = top;
  }

  /** Whether a model's scores can be explained. */
  static boolean explains(TrainedModel model) {
    return Contributions.of(model.scoring()).isPresent();
  }

  /**
   * Explains rows.
   *
   * @param key the columns to keep
   * @return the key and {@link ScoresTable#REASONS}
   */
  static Dataset<Row> explain(
      Dataset<Row> features,
      TrainedModel model,
      List<String> key,
      Reasons reasons,
      Sentences sentences) {
    List<Column> columns = new ArrayList<>();
    key.forEach(name -> columns.add(functions.col(name)));
    model.encoding().columns().stream()
        .filter(name -> !key.contains(name))
        .forEach(name -> columns.add(functions.col(name)));
    Dataset<Row> needed = features.select(columns.toArray(Column[]::new));
    StructType schema = needed.schema();
    StructType result = new StructType();
    for (String name : key) {
      result = result.add(schema.apply(name));
    }
    result = result.add(ScoresTable.REASONS, DataTypes.createArrayType(ScoresTable.REASON, false));
    Broadcast<Explainer> shared =
        features
            .sparkSession()
            .sparkContext()
            .broadcast(
                new Explainer(ModelCodec.write(model), sentences, reasons.top()),
                ClassTag$.MODULE$.apply(Explainer.class));
    int kept = key.size();
    MapPartitionsFunction<Row, Row> explained =
        rows -> shared.value().explained(rows, schema, kept);
    return needed.mapPartitions(explained, Encoders.row(result));
  }

  // Once an executor, whatever its tasks: the tables of many trees take a moment to make.
  private synchronized void load() {
    if (model == null) {
      model = ModelCodec.read(artefact);
      contributions = Contributions.of(model.scoring()).orElseThrow();
    }
  }

  private Iterator<Row> explained(Iterator<Row> rows, StructType schema, int kept) {
    load();
    RowEncoding encoding = new RowEncoding(model.encoding(), schema);
    return new Blocks(rows, BLOCK, block -> explain(block, encoding, kept).iterator());
  }

  private List<Row> explain(List<Row> rows, RowEncoding encoding, int kept) {
    int width = model.encoding().width();
    float[] matrix = new float[rows.size() * width];
    for (int row = 0; row < rows.size(); row++) {
      encoding.encode(rows.get(row), matrix, row * width);
    }
    double[] found = new double[matrix.length];
    contributions.explain(matrix, rows.size(), found);
    List<Row> explained = new ArrayList<>(rows.size());
    for (int row = 0; row < rows.size(); row++) {
      Object[] values = new Object[kept + 1];
      for (int column = 0; column < kept; column++) {
        values[column] = rows.get(row).get(column);
      }
      values[kept] =
          CollectionConverters.asScala(
                  reasons(rows.get(row), encoding, byFeature(found, row * width)))
              .toSeq();
      explained.add(RowFactory.create(values));
    }
    return explained;
  }

  // A category's columns, one for each value and one for a missing one, are one feature.
  private double[] byFeature(double[] found, int from) {
    List<Input> inputs = model.encoding().inputs();
    double[] sums = new double[inputs.size()];
    int at = from;
    for (int input = 0; input < sums.length; input++) {
      int end = at + inputs.get(input).width();
      sums[input] = Arrays.stream(found, at, end).sum();
      at = end;
    }
    return sums;
  }

  private List<Row> reasons(Row row, RowEncoding encoding, double[] sums) {
    return IntStream.range(0, sums.length)
        .filter(input -> sums[input] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer input) -> -sums[input]))
        .limit(top)
        .map(
            input -> {
              String name = model.encoding().inputs().get(input).name();
              Object value = encoding.value(row, input);
              return RowFactory.create(
                  name,
                  value == null ? null : String.valueOf(value),
                  sums[input],
                  sentences.of(name, value));
            })
        .toList();
  }
}
