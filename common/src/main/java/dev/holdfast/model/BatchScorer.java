package dev.holdfast.model;

import dev.holdfast.table.ScoresTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
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
import scala.reflect.ClassTag$;

/** Applies a model to rows of features; evaluation and scoring both go through it. */
public final class BatchScorer {
  private static final int BLOCK = 2048;

  private BatchScorer() {}

  /**
   * Scores every row.
   *
   * @param identity the columns to keep
   * @return the identity columns and {@link ScoresTable#PROBABILITY}
   */
  public static Dataset<Row> score(
      Dataset<Row> features, TrainedModel model, List<String> identity) {
    List<Column> columns = new ArrayList<>();
    identity.forEach(name -> columns.add(functions.col(name)));
    model.encoding().columns().stream()
        .filter(name -> !identity.contains(name))
        .forEach(name -> columns.add(functions.col(name)));
    Dataset<Row> needed = features.select(columns.toArray(Column[]::new));
    StructType result = new StructType();
    for (String name : identity) {
      result = result.add(needed.schema().apply(name));
    }
    result = result.add(ScoresTable.PROBABILITY, DataTypes.DoubleType, false);

    Broadcast<byte[]> artefact =
        features
            .sparkSession()
            .sparkContext()
            .broadcast(ModelCodec.write(model), ClassTag$.MODULE$.apply(byte[].class));
    StructType schema = needed.schema();
    int kept = identity.size();
    MapPartitionsFunction<Row, Row> score =
        rows -> new Scored(rows, ModelCodec.read(artefact.value()), schema, kept);
    return needed.mapPartitions(score, Encoders.row(result));
  }

  /** Scores a partition block by block. */
  private static final class Scored implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final TrainedModel model;
    private final int[] positions;
    private final int kept;
    private final int width;
    private final List<Row> block = new ArrayList<>(BLOCK);
    private float[] probabilities = new float[0];
    private int next;

    Scored(Iterator<Row> rows, TrainedModel model, StructType schema, int kept) {
      this.rows = rows;
      this.model = model;
      this.positions = model.encoding().positions(schema);
      this.kept = kept;
      this.width = model.encoding().width();
    }

    @Override
    public boolean hasNext() {
      return next < block.size() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (next == block.size()) {
        fill();
      }
      Row row = block.get(next);
      Object[] values = new Object[kept + 1];
      for (int column = 0; column < kept; column++) {
        values[column] = row.get(column);
      }
      values[kept] = (double) probabilities[next];
      next++;
      return RowFactory.create(values);
    }

    private void fill() {
      block.clear();
      next = 0;
      while (rows.hasNext() && block.size() < BLOCK) {
        block.add(rows.next());
      }
      float[] matrix = new float[block.size() * width];
      for (int row = 0; row < block.size(); row++) {
        model.encoding().encode(block.get(row), positions, matrix, row * width);
      }
      probabilities = model.probabilities(matrix, block.size());
    }
  }
}
