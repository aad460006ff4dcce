package dev.holdfast.ingestion;

import dev.holdfast.table.GatedAppend;
import dev.holdfast.table.Table;
import io.delta.tables.DeltaTable;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * How the accepted rows of a batch get into their table: computed first, made visible by commit.
 */
sealed interface Acceptance {

  /** Computes all rows, each once. */
  void compute(Dataset<Row> rows);

  /** Makes them visible; a batch that was committed before stays as it is. */
  void commit();

  /** Gives them up. */
  void discard();

  /** Rows are added. */
  record Appended(GatedAppend append) implements Acceptance {
    @Override
    public void compute(Dataset<Row> rows) {
      append.write(rows);
    }

    @Override
    public void commit() {
      append.commit();
    }

    @Override
    public void discard() {
      append.discard();
    }
  }

  /** A row takes the place of the one with its key, if that happened before it. */
  final class Merged implements Acceptance {
    private static final String WRITER = "spark.databricks.delta.write.txnAppId";
    private static final String NUMBER = "spark.databricks.delta.write.txnVersion";

    private final SparkSession spark;
    private final Table table;
    private final List<String> key;
    private final String eventTime;
    private final String writer;
    private final long batch;
    private Dataset<Row> computed;

    Merged(
        SparkSession spark,
        Table table,
        List<String> key,
        String eventTime,
        String writer,
        long batch) {
      this.spark = spark;
      this.table = table;
      this.key = key;
      this.eventTime = eventTime;
      this.writer = writer;
      this.batch = batch;
    }

    @Override
    public void compute(Dataset<Row> rows) {
      computed = rows.persist(StorageLevel.MEMORY_AND_DISK());
      computed.foreachPartition(
          (ForeachPartitionFunction<Row>) part -> part.forEachRemaining(row -> {}));
    }

    @Override
    public void commit() {
      String sameKey =
          key.stream()
              .map(name -> "old.`%1$s` = new.`%1$s`".formatted(name))
              .collect(Collectors.joining(" AND "));
      // A merge takes its identity from the session, which is this stream's own.
      spark.conf().set(WRITER, writer);
      spark.conf().set(NUMBER, batch);
      try {
        DeltaTable.forPath(spark, table.path())
            .as("old")
            .merge(computed.as("new"), sameKey)
            .whenMatched("new.`%1$s` > old.`%1$s`".formatted(eventTime))
            .updateAll()
            .whenNotMatched()
            .insertAll()
            .execute();
      } finally {
        spark.conf().unset(WRITER);
        spark.conf().unset(NUMBER);
        discard();
      }
    }

    @Override
    public void discard() {
      computed.unpersist();
    }
  }
}
