package dev.holdfast.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Format;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An append in two steps: the data files are written, then a decision is taken on what was counted
 * while they were, and only a commit makes them visible.
 *
 * <p>A {@code DataFrameWriter} writes and commits in one call, so that a check of the counts would
 * have to compute all rows a second time. Delta's own transaction keeps the two apart. Like {@link
 * Commit#appendOnce} an append carries its writer and number and happens once; two writers of one
 * number at once end in Delta's concurrency exception for the later one.
 */
public final class GatedAppend {
  private static final Logger LOG = LoggerFactory.getLogger(GatedAppend.class);

  private static final long NEVER = -1;

  private final DeltaLog log;
  private final OptimisticTransaction transaction;
  private final String writer;
  private final long number;
  private final boolean done;
  private final List<Action> files = new ArrayList<>();

  /**
   * Begins an append.
   *
   * @param writer identifies a sequence of appends, such as the batches of one source
   * @param number grows within the sequence
   * @param schema of the table, which the commit makes if it is not there
   * @param properties of the table, if it is made
   */
  public GatedAppend(
      SparkSession spark,
      Table table,
      String writer,
      long number,
      StructType schema,
      Map<String, String> properties) {
    this.log = DeltaLog.forTable(spark, table.path());
    this.transaction = log.startTransaction(Option.empty(), Option.empty());
    this.writer = writer;
    this.number = number;
    this.done = last() >= number;
    if (!log.tableExists()) {
      transaction.updateMetadata(metadata(schema, properties), false);
    }
  }

  // The number that the writer is at. Delta's own way puts the whole log together to find it; where
  // a commit left the numbers beside the log, they are looked up there, and the transaction is told
  // that it depends on this one.
  private long last() {
    Optional<List<SetTransaction>> noted = Writers.noted(transaction.snapshot());
    if (noted.isEmpty()) {
      return transaction.txnVersion(writer);
    }
    transaction.readTxn().addOne(writer);
    return noted.get().stream()
        .filter(each -> each.appId().equals(writer))
        .mapToLong(SetTransaction::version)
        .findFirst()
        .orElse(NEVER);
  }

  private static Metadata metadata(StructType schema, Map<String, String> properties) {
    return new Metadata(
        UUID.randomUUID().toString(),
        null,
        null,
        new Format("parquet", scalaMap(Map.of())),
        schema.json(),
        CollectionConverters.asScala(List.<String>of()).toSeq(),
        scalaMap(properties),
        Option.apply(System.currentTimeMillis()));
  }

  private static scala.collection.immutable.Map<String, String> scalaMap(Map<String, String> map) {
    return scala.collection.immutable.Map$.MODULE$.from(CollectionConverters.asScala(map));
  }

  /** Whether an earlier attempt has committed this append already. */
  public boolean isDone() {
    return done;
  }

  /**
   * Computes all rows and writes them to files that no reader sees; for an append that is done
   * already, only computes them, for the sake of what is counted on the way.
   */
  public void write(Dataset<Row> rows) {
    if (done) {
      rows.write().format("noop").mode(SaveMode.Overwrite).save();
    } else {
      files.addAll(CollectionConverters.asJava(transaction.writeFiles(rows)));
    }
  }

  /** Makes the written files visible; does nothing for an append that is done already. */
  public void commit() {
    if (done) {
      return;
    }
    log.createLogDirectoriesIfNotExists();
    List<Action> actions = new ArrayList<>(files);
    actions.add(new SetTransaction(writer, number, Option.apply(System.currentTimeMillis())));
    transaction.commit(
        CollectionConverters.asScala(actions).toSeq(),
        WriteOperation.of(SaveMode.Append, Option.empty()));
  }

  /** Gives the append up. Files that cannot be deleted stay unseen until the table is vacuumed. */
  public void discard() {
    Configuration configuration = log.newDeltaHadoopConf();
    for (Action file : files) {
      try {
        Path path =
            new Path(log.dataPath(), new Path(java.net.URI.create(((AddFile) file).path())));
        path.getFileSystem(configuration).delete(path, false);
      } catch (java.io.IOException left) {
        LOG.warn("A file of an append that was given up stays until the next vacuum", left);
      }
    }
  }
}
