package dev.holdfast.training.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.xxhash64;

import dev.holdfast.model.EncodedBlock;
import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.problem.Problem;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.InternalRows;
import dev.holdfast.table.LabelsTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** Takes labelled rows of features out of Spark as primitive arrays, in an order that is fixed. */
public final class RowEncoder {
  private static final String ENTITY = "_entity";
  private static final String DAY = "_day";
  private static final String KEY = "_key";
  private static final int FEATURES = 4;
  private static final int PART = 8192;

  private RowEncoder() {}

  /** A number for each entity; of folds by entity, the fold follows from it. */
  public static Column entity(Problem problem) {
    List<Column> columns = new ArrayList<>(List.of(lit(problem.training().seed())));
    problem.entity().forEach(name -> columns.add(col(name)));
    return xxhash64(columns.toArray(Column[]::new));
  }

  /** Encodes all rows, in an order that follows from their keys alone, in folds by entity. */
  public static RowBlock encode(Dataset<Row> labelled, Problem problem, FeatureEncoding encoding) {
    return encode(labelled, problem, encoding, new FoldPlan.ByEntity(problem.training().folds()));
  }

  /** Encodes all rows, in an order that follows from their keys alone, however Spark holds them. */
  public static RowBlock encode(
      Dataset<Row> labelled, Problem problem, FeatureEncoding encoding, FoldPlan plan) {
    List<Column> key = FeaturesTable.key(problem).stream().map(name -> col(name)).toList();
    return encode(labelled, entity(problem), key, encoding, plan);
  }

  static RowBlock encode(
      Dataset<Row> labelled,
      Column entity,
      List<Column> key,
      FeatureEncoding encoding,
      FoldPlan plan) {
    List<Column> columns = new ArrayList<>();
    columns.add(col(LabelsTable.LABEL).cast("int"));
    columns.add(entity.as(ENTITY));
    columns.add(unix_date(col(FeaturesTable.AS_OF)).as(DAY));
    columns.add(xxhash64(key.toArray(Column[]::new)).as(KEY));
    columns.addAll(EncodedBlock.columns(encoding));
    Dataset<Row> selected = labelled.select(columns.toArray(Column[]::new));
    List<HandedRows> parts =
        InternalRows.of(selected).mapPartitions(rows -> parts(rows, encoding).iterator()).collect();
    return HandedRows.inOrder(parts, encoding.width(), plan);
  }

  private static List<HandedRows> parts(Iterator<InternalRow> rows, FeatureEncoding encoding) {
    EncodedBlock block = new EncodedBlock(encoding, PART, FEATURES);
    HandedRows.Gathering gathering = new HandedRows.Gathering(PART);
    List<HandedRows> parts = new ArrayList<>();
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      gathering.add(row.getLong(3), row.getLong(1), (byte) row.getInt(0), row.getInt(2));
      block.add(row);
      if (block.isFull() || !rows.hasNext()) {
        parts.add(gathering.with(Arrays.copyOf(block.values(), block.rows() * encoding.width())));
        block.clear();
      }
    }
    return parts;
  }
}
