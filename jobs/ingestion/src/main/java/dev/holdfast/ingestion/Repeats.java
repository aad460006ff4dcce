package dev.holdfast.ingestion;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.holdfast.ingestion.HashedRows.Buckets;
import dev.holdfast.ingestion.HashedRows.Repeat;
import dev.holdfast.table.RawTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.sketch.BloomFilter;
import scala.Tuple2;

/**
 * The texts that occur more than once in a batch, or in it and before it.
 *
 * <ol>
 *   <li>Every row of the batch gives 24 bytes: 128 bits of hash and its id. They are packed into
 *       chunks by bucket of the hash and only these are shuffled, never the rows. Grouping by hash
 *       in SQL gives the same and takes three times as long: it makes a shuffled record of each
 *       row.
 *   <li>Rows of earlier batches give their hashes too, but of them only those in a Bloom filter
 *       over the batch, so that a long history costs a scan of two columns and no shuffle.
 *   <li>Each bucket is searched for repeats in a table of its own. They are few, so that the
 *       batch's rows find them by a broadcast join; where they are many, Spark joins as it sees
 *       fit.
 * </ol>
 *
 * Of the copies in a batch the one with the smallest id counts, unless an earlier batch has it.
 */
final class Repeats implements AutoCloseable {
  private static final StructType SCHEMA =
      StructType.fromDDL("__high BIGINT NOT NULL, __low BIGINT NOT NULL, __first BIGINT NOT NULL");
  private static final long BYTES_PER_BUCKET = 64L << 20;
  private static final long LEAST_BYTES_PER_ROW = 32;
  private static final double FALSE_POSITIVES = 0.03;
  private static final long MOST_BROADCAST = 500_000;

  private final JavaRDD<Repeat> repeats;
  private final Found found;

  private Repeats(JavaRDD<Repeat> repeats) {
    this.repeats = repeats.persist(StorageLevel.MEMORY_AND_DISK());
    this.found = this.repeats.aggregate(new Found(), Found::and, Found::merge);
  }

  /** How many repeats there are, and which, unless there are too many to hand around. */
  private static final class Found implements Serializable {
    private static final long serialVersionUID = 1L;

    private long count;
    private long unseen;
    private final List<Repeat> few = new ArrayList<>();

    Found and(Repeat repeat) {
      count++;
      unseen += repeat.first() == HashedRows.SEEN ? 0 : 1;
      if (count <= MOST_BROADCAST) {
        few.add(repeat);
      }
      return this;
    }

    Found merge(Found other) {
      count += other.count;
      unseen += other.unseen;
      if (count <= MOST_BROADCAST) {
        few.addAll(other.few);
      }
      return this;
    }
  }

  /** Adds the two halves of the hash of each row's text. */
  static Dataset<Row> hashed(Dataset<Row> rows) {
    return rows.withColumns(
        java.util.Map.of(
            RawTable.HASH_HIGH,
            high(col(RowColumns.RAW)),
            RawTable.HASH_LOW,
            low(col(RowColumns.RAW))));
  }

  static org.apache.spark.sql.Column high(org.apache.spark.sql.Column raw) {
    return functions.xxhash64(raw);
  }

  // With a literal before it the text is hashed from another seed.
  static org.apache.spark.sql.Column low(org.apache.spark.sql.Column raw) {
    return functions.xxhash64(lit(7), raw);
  }

  /**
   * Finds the repeats.
   *
   * @param hashed rows of the batch
   * @param bytes how much text there is, about
   * @param history hashes of all earlier rows, if there are any
   */
  static Repeats find(Dataset<Row> hashed, long bytes, Optional<Dataset<Row>> history) {
    SparkSession spark = hashed.sparkSession();
    JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
    int buckets =
        (int)
            Math.min(1 << 14, Math.max(context.defaultParallelism(), bytes / BYTES_PER_BUCKET + 1));
    JavaRDD<InternalRow> batch =
        internal(hashed.select(RawTable.HASH_HIGH, RawTable.HASH_LOW, RowColumns.ID));
    JavaPairRDD<Integer, long[]> chunks = chunks(batch, buckets);
    if (history.isPresent()) {
      chunks = chunks.union(chunks(known(context, batch, bytes, history.get()), buckets));
    }
    return new Repeats(
        chunks.partitionBy(new HashPartitioner(buckets)).values().mapPartitions(Repeats::search));
  }

  private static JavaRDD<InternalRow> internal(Dataset<Row> rows) {
    return rows.queryExecution().toRdd().toJavaRDD();
  }

  private static JavaRDD<InternalRow> known(
      JavaSparkContext context, JavaRDD<InternalRow> batch, long bytes, Dataset<Row> history) {
    long rows = bytes / LEAST_BYTES_PER_ROW + 1;
    BloomFilter filter =
        batch.treeAggregate(
            BloomFilter.create(rows, FALSE_POSITIVES),
            (bloom, row) -> {
              bloom.putLong(row.getLong(0));
              return bloom;
            },
            BloomFilter::mergeInPlace);
    Broadcast<BloomFilter> bloom = context.broadcast(filter);
    Dataset<Row> seen =
        history.select(
            col(RawTable.HASH_HIGH),
            col(RawTable.HASH_LOW),
            lit(HashedRows.SEEN).as(RowColumns.ID));
    return internal(seen).filter(row -> bloom.value().mightContainLong(row.getLong(0)));
  }

  private static JavaPairRDD<Integer, long[]> chunks(JavaRDD<InternalRow> rows, int buckets) {
    return rows.mapPartitionsToPair(part -> new Chunks(part, new Buckets(buckets), buckets));
  }

  private static Iterator<Repeat> search(Iterator<long[]> chunks) {
    List<long[]> all = new ArrayList<>();
    chunks.forEachRemaining(all::add);
    return HashedRows.repeated(all).iterator();
  }

  private static Row row(Repeat repeat) {
    return RowFactory.create(repeat.high(), repeat.low(), repeat.first());
  }

  /** How many rows of the batch are the first of several copies. */
  long unseen() {
    return found.unseen;
  }

  /** Adds {@link RowColumns#COPY} to hashed rows. */
  Dataset<Row> mark(Dataset<Row> hashed) {
    if (found.count == 0) {
      return hashed.withColumn(RowColumns.COPY, lit(RowColumns.Copy.ONLY));
    }
    SparkSession spark = hashed.sparkSession();
    Dataset<Row> known =
        found.count <= MOST_BROADCAST
            ? functions.broadcast(
                spark.createDataFrame(found.few.stream().map(Repeats::row).toList(), SCHEMA))
            : spark.createDataFrame(repeats.map(Repeats::row), SCHEMA);
    return hashed
        .join(
            known,
            // The other half is no part of the key, for a table by one long is the faster to
            // search.
            col(RawTable.HASH_HIGH)
                .equalTo(col("__high"))
                .and(col(RawTable.HASH_LOW).bitwiseXOR(col("__low")).equalTo(0L)),
            "left")
        .withColumn(
            RowColumns.COPY,
            when(col("__first").isNull(), RowColumns.Copy.ONLY)
                .when(col("__first").equalTo(col(RowColumns.ID)), RowColumns.Copy.FIRST)
                .otherwise(RowColumns.Copy.FURTHER))
        .drop(SCHEMA.fieldNames());
  }

  @Override
  public void close() {
    repeats.unpersist();
  }

  /** The chunks of a partition's rows, the full ones as they fill and the rest at the end. */
  private static final class Chunks implements Iterator<Tuple2<Integer, long[]>> {
    private final Iterator<InternalRow> rows;
    private final Buckets buckets;
    private final int count;
    private int drained;

    Chunks(Iterator<InternalRow> rows, Buckets buckets, int count) {
      this.rows = rows;
      this.buckets = buckets;
      this.count = count;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext() || drained < count;
    }

    @Override
    public Tuple2<Integer, long[]> next() {
      while (rows.hasNext()) {
        InternalRow row = rows.next();
        int bucket = buckets.bucket(row.getLong(0));
        if (buckets.add(bucket, row.getLong(0), row.getLong(1), row.getLong(2))) {
          return new Tuple2<>(bucket, buckets.take(bucket));
        }
      }
      if (drained == count) {
        throw new java.util.NoSuchElementException();
      }
      int bucket = drained++;
      return new Tuple2<>(bucket, buckets.take(bucket));
    }
  }
}
