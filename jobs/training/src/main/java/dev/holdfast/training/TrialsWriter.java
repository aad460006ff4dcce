package dev.holdfast.training;

import dev.holdfast.job.JobContext;
import dev.holdfast.table.Commit;
import dev.holdfast.table.TrialsTable;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.search.Trial;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Writes what a search found to {@link TrialsTable}. */
final class TrialsWriter {

  private TrialsWriter() {}

  static void write(
      JobContext context, String trainingId, List<Candidate> candidates, List<Trial> trials) {
    List<Row> rows =
        trials.stream()
            .map(trial -> row(trainingId, candidates.get(trial.candidate()), trial))
            .toList();
    Commit.appendOnce(
        context.spark().createDataFrame(rows, TrialsTable.SCHEMA).coalesce(1),
        context.tables().trials(),
        trainingId,
        1);
  }

  private static Row row(String trainingId, Candidate candidate, Trial trial) {
    return RowFactory.create(
        trainingId,
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
        trial.seconds());
  }
}
