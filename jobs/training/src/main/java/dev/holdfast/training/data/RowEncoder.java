package dev.holdfast.training.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.xxhash64;

import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.problem.Problem;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.LabelsTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Takes labelled rows of features out of Spark as primitive arrays, in an order that is fixed. */
public final class RowEncoder {
  private static final String ENTITY = "_entity";
  private static final String DAY = "_day";
  private static final int BLOCK = 8192;

  private RowEncoder() {}

  /** A number for each entity; of folds by entity, the fold follows from it. */
  public static Column entity(Problem problem) {
    List<Column> columns = new ArrayList<>(List.of(lit(problem.training().seed())));
    problem.entity().forEach(name -> columns.add(col(name)));
    return xxhash64(columns.toArray(Column[]::new));
  }

  /** Encodes all rows, sorted by their key, in folds by entity. */
  public static RowBlock encode(Dataset<Row> labelled, Problem problem, FeatureEncoding encoding) {
    return encode(labelled, problem, encoding, new FoldPlan.ByEntity(problem.training().folds()));
  }

  /** Encodes all rows, sorted by their key. */
  public static RowBlock encode(
      Dataset<Row> labelled, Problem problem, FeatureEncoding encoding, FoldPlan plan) {
    List<Column> columns = new ArrayList<>();
    columns.add(col(LabelsTable.LABEL));
    columns.add(entity(problem).as(ENTITY));
    columns.add(unix_date(col(FeaturesTable.AS_OF)).as(DAY));
    encoding.columns().forEach(name -> columns.add(col(name)));
    List<String> key = FeaturesTable.key(problem);
    Dataset<Row> sorted =
        labelled
            .orderBy(key.stream().map(name -> col(name)).toArray(Column[]::new))
            .select(columns.toArray(Column[]::new));
    StructType schema = sorted.schema();
    int width = encoding.width();
    List<RowBlock> blocks =
        sorted
            .toJavaRDD()
            .mapPartitions(rows -> blocks(rows, encoding, schema, plan).iterator())
            .collect();
    return RowBlock.concatenate(blocks, width);
  }

  private static List<RowBlock> blocks(
      Iterator<Row> rows, FeatureEncoding encoding, StructType schema, FoldPlan plan) {
    int[] positions = encoding.positions(schema);
    List<RowBlock> blocks = new ArrayList<>();
    List<Row> block = new ArrayList<>(BLOCK);
    while (rows.hasNext()) {
      block.add(rows.next());
      if (block.size() == BLOCK || !rows.hasNext()) {
        blocks.add(block(block, encoding, positions, plan));
        block.clear();
      }
    }
    return blocks;
  }

  private static RowBlock block(
      List<Row> rows, FeatureEncoding encoding, int[] positions, FoldPlan plan) {
    int width = encoding.width();
    float[] values = new float[rows.size() * width];
    byte[] labels = new byte[rows.size()];
    int[] folds = new int[rows.size()];
    long[] entities = new long[rows.size()];
    long[] trains = new long[rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      labels[i] = (byte) row.getInt(0);
      entities[i] = row.getLong(1);
      folds[i] = plan.judgedBy(row.getInt(2), entities[i]);
      trains[i] = plan.trains(row.getInt(2), entities[i]);
      encoding.encode(row, positions, values, i * width);
    }
    return new RowBlock(rows.size(), width, values, labels, folds, entities, trains);
  }
}
