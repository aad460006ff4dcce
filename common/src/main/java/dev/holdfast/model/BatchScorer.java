package dev.holdfast.model;

import dev.holdfast.table.InternalRows;
import dev.holdfast.table.ScoresTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
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
    columns.addAll(EncodedBlock.columns(model.encoding()));
    Dataset<Row> needed = features.select(columns.toArray(Column[]::new));
    StructType kept = new StructType();
    for (int column = 0; column < identity.size(); column++) {
      kept = kept.add(needed.schema().fields()[column]);
    }
    Broadcast<SharedModel> shared = SharedModel.broadcast(features.sparkSession(), model);
    StructType identities = kept;
    return InternalRows.frame(
        features.sparkSession(),
        InternalRows.of(needed)
            .mapPartitions(rows -> new Scored(rows, shared.value().model(), identities)),
        kept.add(ScoresTable.PROBABILITY, DataTypes.DoubleType, false));
  }

  /** Scores a partition block by block. */
  private static final class Scored implements Iterator<InternalRow> {
    private final Iterator<InternalRow> rows;
    private final TrainedModel model;
    private final UnsafeProjection identity;
    private final EncodedBlock block;
    private final InternalRow[] identities = new InternalRow[BLOCK];
    private final GenericInternalRow score = new GenericInternalRow(1);
    private final JoinedRow joined = new JoinedRow();
    private float[] probabilities = new float[0];
    private int next;

    Scored(Iterator<InternalRow> rows, TrainedModel model, StructType kept) {
      this.rows = rows;
      this.model = model;
      DataType[] types = new DataType[kept.length()];
      for (int column = 0; column < types.length; column++) {
        types[column] = kept.fields()[column].dataType();
      }
      this.identity = UnsafeProjection.create(types);
      this.block = new EncodedBlock(model.encoding(), BLOCK, types.length);
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
      score.setDouble(0, probabilities[next]);
      return joined.apply(identities[next++], score);
    }

    private void fill() {
      block.clear();
      next = 0;
      while (rows.hasNext() && !block.isFull()) {
        InternalRow row = rows.next();
        // The row is overwritten by the next.
        identities[block.rows()] = identity.apply(row).copy();
        block.add(row);
      }
      probabilities = model.probabilities(block.values(), block.rows());
    }
  }
}
