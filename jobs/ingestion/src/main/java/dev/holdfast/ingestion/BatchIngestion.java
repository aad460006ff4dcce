package dev.holdfast.ingestion;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.holdfast.job.JobContext;
import dev.holdfast.problem.Source;
import dev.holdfast.problem.Source.Duplicates;
import dev.holdfast.table.BatchesTable;
import dev.holdfast.table.GatedAppend;
import dev.holdfast.table.RawTable;
import dev.holdfast.table.Table;
import dev.holdfast.table.Writers;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Takes one batch of files into the tables of its source, or refuses it.
 *
 * <p>The rows are computed once: on their way into files that nobody sees yet they are counted, and
 * the gate decides on the counts. Then come three commits, of the accepted rows, the quarantined
 * ones and the account. Each is done once per batch, whatever happens between them, and a batch
 * that is repeated sees as its past only the batches before it; so it comes to the same counts.
 */
final class BatchIngestion {
  private final JobContext context;
  private final SparkSession spark;
  private final Source source;
  private final SourceTables tables;
  private final String writer;
  private final StructType columns;
  private final SharedAppend shared;
  private final Consumer<Step> after;

  /** What is committed, in this order. */
  enum Step {
    ACCEPTED,
    QUARANTINE,
    BATCHES
  }

  /**
   * Of one stream.
   *
   * @param spark the stream's own session
   * @param writer under whose name batches are committed
   * @param columns of an accepted row
   * @param after is told of every commit
   */
  BatchIngestion(
      JobContext context,
      SparkSession spark,
      SourceTables tables,
      SharedAppend shared,
      String writer,
      StructType columns,
      Consumer<Step> after) {
    this.context = context;
    this.spark = spark;
    this.source = tables.source();
    this.tables = tables;
    this.shared = shared;
    this.writer = writer;
    this.columns = columns;
    this.after = after;
  }

  /** Takes the files as the batch of this number, and says what was counted. */
  Tally.Counts take(List<LandedFile> files, long batch) {
    Gate gate = new Gate(source);
    LandedRows kind = LandedRows.of(source, checkedHeaders(gate, files));
    RowRules rules = new RowRules(source);
    Tally tally = new Tally();
    spark.sparkContext().register(tally);
    ScanSettings.fit(spark, LandedFile.bytes(files));

    Dataset<Row> read = Repeats.hashed(kind.read(spark, files));
    Acceptance acceptance = acceptance(batch);
    try (Marked marked = mark(read, kind, rules, files, batch)) {
      acceptance.compute(accepted(marked.rows(), tally, batch));
      Tally.Counts counts = tally.value();
      if (counts.firsts() != marked.firsts()) {
        acceptance.discard();
        throw gate.unsteady("its rows were not the same when they were read again");
      }
      try (Refusals refusals = Refusals.of(spark, counts, marked.rows(), rules, kind)) {
        if (!gate.passes(counts)) {
          acceptance.discard();
          throw gate.tooManyBroken(counts, refusals, files);
        }
        commit(acceptance, counts, refusals, files.size(), batch);
        return counts;
      }
    }
  }

  private java.util.Set<String> checkedHeaders(Gate gate, List<LandedFile> files) {
    FileHeads heads = FileHeads.of(source, files, spark.sessionState().newHadoopConf());
    gate.checkFiles(heads.flaws(), files.size());
    if (source.format() == Source.Format.PARQUET || source.format() == Source.Format.ORC) {
      ColumnarRows.flaw(spark, source, files)
          .ifPresent(
              what ->
                  gate.checkFiles(
                      List.of(new FileHeads.Flaw(Gate.someOf(LandedFile.paths(files)), what)),
                      files.size()));
    }
    return heads.headers();
  }

  /** Judged rows of which every copy is known. */
  private record Marked(Dataset<Row> rows, Optional<Repeats> repeats) implements AutoCloseable {
    long firsts() {
      return repeats.map(Repeats::unseen).orElse(0L);
    }

    @Override
    public void close() {
      repeats.ifPresent(Repeats::close);
    }
  }

  // Whether a text was there before is known from the text alone, so rules come after it. Which row
  // of a key is the latest is asked of good rows only: a bad one must not drive out a good one.
  private Marked mark(
      Dataset<Row> read, LandedRows kind, RowRules rules, List<LandedFile> files, long batch) {
    return switch (source.duplicates()) {
      case KEEP ->
          new Marked(
              rules.judge(kind.typed(read)).withColumn(RowColumns.COPY, lit(RowColumns.Copy.ONLY)),
              Optional.empty());
      case EXACT -> {
        Optional<Dataset<Row>> history =
            batch == 0 ? Optional.empty() : Optional.of(tables.hashesBefore(spark, batch));
        Repeats repeats = Repeats.find(read, LandedFile.bytes(files), history);
        yield new Marked(rules.judge(kind.typed(repeats.mark(read))), Optional.of(repeats));
      }
      case LATEST_BY_KEY ->
          new Marked(
              LatestByKey.mark(
                  rules.judge(kind.typed(read)), source, tables.acceptedBefore(spark, batch)),
              Optional.empty());
    };
  }

  private Acceptance acceptance(long batch) {
    if (source.duplicates() == Duplicates.LATEST_BY_KEY) {
      tables.createRaw(spark, columns);
      return new Acceptance.Merged(
          spark, tables.raw(), source.key(), source.eventTime().orElseThrow(), writer, batch);
    }
    return new Acceptance.Appended(
        new GatedAppend(
            spark,
            tables.raw(),
            writer,
            batch,
            SourceTables.rawSchema(columns),
            SourceTables.rawProperties(columns)));
  }

  private Dataset<Row> accepted(Dataset<Row> marked, Tally tally, long batch) {
    UDF4<Boolean, Integer, String, String, Boolean> count =
        (clean, copy, raw, file) -> {
          if (clean) {
            tally.add(copy);
            return copy < RowColumns.Copy.FURTHER;
          }
          tally.add(new Tally.Unclean(raw, file, copy));
          return false;
        };
    Column clean = col(RowColumns.CLEAN);
    List<Column> kept = new ArrayList<>();
    for (String name : columns.fieldNames()) {
      kept.add(LandedRows.column(name));
    }
    kept.add(lit(batch).as(RawTable.BATCH));
    kept.add(col(RowColumns.FILE).as(RawTable.FILE));
    kept.add(col(RawTable.HASH_HIGH));
    kept.add(col(RawTable.HASH_LOW));
    // As a column: in the condition itself the optimizer would put all that the function is given
    // in place of its name, and parse each row once for every mention.
    return marked
        .withColumn(
            RowColumns.KEPT,
            functions
                .udf(count, DataTypes.BooleanType)
                .asNondeterministic()
                .apply(
                    clean,
                    col(RowColumns.COPY),
                    when(not(clean), col(RowColumns.RAW)),
                    when(not(clean), col(RowColumns.FILE))))
        .where(col(RowColumns.KEPT))
        .select(kept.toArray(Column[]::new));
  }

  private void commit(
      Acceptance acceptance, Tally.Counts counts, Refusals refusals, int files, long batch) {
    acceptance.commit();
    done(Step.ACCEPTED, tables.raw());
    Map<String, Long> broken = Map.of();
    if (counts.unclean() > 0) {
      broken = refusals.broken();
    }
    if (counts.quarantined() > 0 || !tables.quarantine().exists(spark)) {
      shared.once(refusals.quarantine(source, batch), tables.quarantine(), writer, batch);
      done(Step.QUARANTINE, tables.quarantine());
    }
    shared.once(account(counts, broken, files, batch), tables.batches(), writer, batch);
    done(Step.BATCHES, tables.batches());
    record(counts);
  }

  private Dataset<Row> account(
      Tally.Counts counts, Map<String, Long> broken, long files, long batch) {
    Row row =
        RowFactory.create(
            source.name(),
            batch,
            files,
            counts.read(),
            counts.accepted(),
            counts.duplicate(),
            counts.quarantined(),
            broken,
            context.record().runId(),
            Timestamp.from(Instant.now()));
    return spark.createDataFrame(List.of(row), BatchesTable.SCHEMA).coalesce(1);
  }

  private void done(Step step, Table table) {
    context.record().wrote(table.name(), Writers.latestVersion(spark, table));
    after.accept(step);
  }

  private void record(Tally.Counts counts) {
    context.record().count(source.name() + ".read", counts.read());
    context.record().count(source.name() + ".accepted", counts.accepted());
    context.record().count(source.name() + ".duplicate", counts.duplicate());
    context.record().count(source.name() + ".quarantined", counts.quarantined());
  }
}
