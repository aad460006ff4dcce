package dev.holdfast.table;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.BindReferences;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.InterpretedPredicate;
import org.apache.spark.sql.catalyst.expressions.package$;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.files.TahoeBatchFileIndex;
import org.apache.spark.sql.types.StructField;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Some of a table's files, as a query asks for them. Delta's own index of given files makes a query
 * of its own of the question which of them lie in the partitions that are wanted; for the few of a
 * small table that takes longer than to read them.
 */
final class ListedFiles extends TahoeBatchFileIndex {
  private static final String ACTION = "batch";

  private final List<AddFile> files;

  ListedFiles(SparkSession spark, Snapshot snapshot, List<AddFile> files) {
    super(
        spark,
        ACTION,
        CollectionConverters.asScala(files).toSeq(),
        snapshot.deltaLog(),
        snapshot.deltaLog().dataPath(),
        snapshot,
        false);
    this.files = files;
  }

  @Override
  public Seq<AddFile> matchingFiles(Seq<Expression> ofPartitions, Seq<Expression> ofRows) {
    List<AddFile> matching = files;
    for (Expression filter : CollectionConverters.asJava(ofPartitions)) {
      matching = matching.stream().filter(holding(filter)).toList();
    }
    return CollectionConverters.asScala(matching).toSeq();
  }

  private java.util.function.Predicate<AddFile> holding(Expression filter) {
    Seq<Attribute> asked = filter.references().toSeq();
    BasePredicate bound =
        InterpretedPredicate.apply(
            BindReferences.bindReference(filter, package$.MODULE$.AttributeSeq(asked), false));
    List<StructField> columns =
        CollectionConverters.asJava(asked).stream()
            .map(column -> partitionSchema().apply(column.name()))
            .toList();
    return file -> bound.eval(values(file, columns));
  }

  private InternalRow values(AddFile file, List<StructField> columns) {
    InternalRow all = getPartitionValuesRow(file.partitionValues());
    return new GenericInternalRow(
        columns.stream()
            .map(column -> all.get(partitionSchema().fieldIndex(column.name()), column.dataType()))
            .toArray());
  }
}
