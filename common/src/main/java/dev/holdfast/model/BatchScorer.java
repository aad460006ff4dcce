package dev.holdfast.model;

import dev.holdfast.table.InternalRows;
import dev.holdfast.table.ScoresTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Applies a model to rows of features; evaluation and scoring both go through it. */
public final class BatchScorer {
  private static final int BLOCK = 1024;

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
    // Its place in the row that is written; it is set when the block is scored.
    columns.add(functions.lit(Double.NaN).as(ScoresTable.PROBABILITY));
    columns.addAll(EncodedBlock.columns(model.encoding()));
    Dataset<Row> needed = features.select(columns.toArray(Column[]::new));
    StructField[] fields = Arrays.copyOf(needed.schema().fields(), identity.size() + 1);
    StructType written = new StructType(fields);
    Broadcast<SharedModel> shared = SharedModel.broadcast(features.sparkSession(), model);
    return InternalRows.frame(
        features.sparkSession(),
        InternalRows.of(needed)
            .mapPartitions(rows -> new Scored(rows, shared.value().model(), written)),
        written);
  }

  /** Scores a partition block by block. */
  private static final class Scored implements Iterator<InternalRow> {
    private final Iterator<InternalRow> rows;
    private final TrainedModel model;
    private final UnsafeProjection leading;
    private final EncodedBlock block;
    private final UnsafeRow[] written = new UnsafeRow[BLOCK];
    private final int probability;
    private float[] probabilities = new float[0];
    private int next;

    Scored(Iterator<InternalRow> rows, TrainedModel model, StructType schema) {
      this.rows = rows;
      this.model = model;
      this.leading =
          UnsafeProjection.create(
              Arrays.stream(schema.fields())
                  .map(field -> field.dataType())
                  .toArray(DataType[]::new));
      this.probability = schema.length() - 1;
      this.block = new EncodedBlock(model.encoding(), BLOCK, schema.length());
    }

    @Override
    public boolean hasNext() {
      return next < block.rows() || rows.hasNext();
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (next == block.rows()) {
        fill();
      }
      UnsafeRow row = written[next];
      row.setDouble(probability, probabilities[next++]);
      return row;
    }

    private void fill() {
      block.clear();
      next = 0;
      while (rows.hasNext() && !block.isFull()) {
        InternalRow row = rows.next();
        // The row is overwritten by the next.
        written[block.rows()] = leading.apply(row).copy();
        block.add(row);
      }
      probabilities = model.probabilities(block.values(), block.rows());
    }
  }
}
