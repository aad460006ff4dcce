package dev.holdfast.training;

import static org.apache.spark.sql.functions.col;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.table.Commit;
import dev.holdfast.table.Table;
import dev.holdfast.table.TrialsTable;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.search.Trial;
import dev.holdfast.training.search.TrialLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * The trials of one search in {@link TrialsTable}, each append one commit.
 *
 * <p>Two runs of one search at once would both try the same candidates. The one whose append finds
 * a commit that it did not make gives way.
 */
final class DeltaTrialLog implements TrialLog {
  private static final long NO_TABLE = -1;

  private final SparkSession spark;
  private final Table table;
  private final JobContext context;
  private final String searchId;
  private final List<Candidate> candidates;
  private long version;
  private long kept;

  DeltaTrialLog(JobContext context, String searchId, List<Candidate> candidates) {
    this.context = context;
    this.spark = context.spark();
    this.table = context.tables().trials();
    this.searchId = searchId;
    this.candidates = List.copyOf(candidates);
    this.version = table.exists(spark) ? table.version(spark) : NO_TABLE;
  }

  @Override
  public List<Trial> finished() {
    if (version == NO_TABLE) {
      return List.of();
    }
    Map<String, Integer> numbers = new LinkedHashMap<>();
    candidates.forEach(candidate -> numbers.put(candidate.name(), numbers.size()));
    List<Trial> trials = new ArrayList<>();
    List<Row> rows =
        table
            .read(spark, version)
            .where(col(TrialsTable.SEARCH_ID).equalTo(searchId))
            .collectAsList();
    kept = rows.size();
    for (Row row : rows) {
      Integer number = numbers.get(row.<String>getAs(TrialsTable.CANDIDATE));
      if (number != null) {
        trials.add(trial(number, row));
      }
    }
    return trials;
  }

  @Override
  public void append(List<Trial> trials) {
    List<Row> rows = trials.stream().map(this::row).toList();
    long number = kept + rows.size();
    Commit.appendOnceOrWiden(
        spark.createDataFrame(rows, TrialsTable.SCHEMA).coalesce(1), table, searchId, number);
    long now = table.version(spark);
    if (now != version + 1) {
      throw new JobException(
          ExitCode.CONFLICT,
          "Cannot go on with the search: %s has version %d where this run's commit is version %d, so another training of this problem writes it. Let that one end, then run again: finished trials are kept."
              .formatted(table.path(), now, version + 1));
    }
    version = now;
    kept = number;
    context.record().wrote(table.name(), version);
  }

  private Row row(Trial trial) {
    Candidate candidate = candidates.get(trial.candidate());
    return RowFactory.create(
        searchId,
        candidate.name(),
        candidate.kind(),
        candidate.parameters(),
        trial.fold(),
        trial.rows(),
        trial.positives(),
        trial.trainAuc(),
        trial.auc(),
        trial.averagePrecision(),
        trial.logLoss(),
        trial.seconds(),
        trial.peakMemory() == 0 ? null : trial.peakMemory());
  }

  // A table of an earlier version has no such column.
  private static long peakMemory(Row row) {
    return List.of(row.schema().fieldNames()).contains(TrialsTable.PEAK_MEMORY)
            && !row.isNullAt(row.fieldIndex(TrialsTable.PEAK_MEMORY))
        ? row.<Long>getAs(TrialsTable.PEAK_MEMORY)
        : 0;
  }

  private static Trial trial(int number, Row row) {
    return new Trial(
        number,
        row.<Integer>getAs(TrialsTable.FOLD),
        row.<Long>getAs(TrialsTable.ROWS),
        row.<Long>getAs(TrialsTable.POSITIVES),
        row.<Double>getAs(TrialsTable.TRAIN_AUC),
        row.<Double>getAs(TrialsTable.AUC),
        row.<Double>getAs(TrialsTable.AVERAGE_PRECISION),
        row.<Double>getAs(TrialsTable.LOG_LOSS),
        row.<Double>getAs(TrialsTable.SECONDS),
        peakMemory(row));
  }
}
