package dev.holdfast.training;

import dev.holdfast.job.JobContext;
import dev.holdfast.model.Evaluation;
import dev.holdfast.model.EvaluationRows;
import dev.holdfast.model.ModelCodec;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.ModelsTable.State;
import dev.holdfast.training.data.LabelledRows;
import dev.holdfast.training.fit.Candidate;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Makes the registry's row of a new model: its bytes, and all that they came from. */
final class Registration {

  private Registration() {}

  static Row row(
      JobContext context,
      LabelledRows rows,
      TrainingIdentity identity,
      int version,
      State state,
      String why,
      Candidate candidate,
      TrainedModel model,
      Map<String, Double> metrics,
      Evaluation evaluation) {
    byte[] artefact = ModelCodec.write(model);
    Instant now = Instant.now();
    return RowFactory.create(
        version,
        state.stored(),
        identity.training(),
        identity.search(),
        Date.valueOf(context.asOf()),
        candidate.name(),
        candidate.kind(),
        candidate.parameters(),
        model.encoding().columns(),
        artefact,
        ModelCodec.digest(artefact),
        metrics,
        dates(rows.days().training()),
        dates(rows.days().holdout()),
        rows.versions(),
        context.problem().digest(),
        context.codeVersion(),
        libraries(context),
        context.problem().training().seed(),
        context.record().runId(),
        Timestamp.from(now),
        List.of(ModelsTable.change(state, now, context.record().runId(), why)),
        EvaluationRows.of(evaluation));
  }

  private static List<Date> dates(List<LocalDate> days) {
    return days.stream().map(Date::valueOf).toList();
  }

  private static Map<String, String> libraries(JobContext context) {
    return Map.of(
        "spark", context.spark().version(),
        "java", Runtime.version().toString(),
        "xgboost",
            Optional.ofNullable(
                    ml.dmlc.xgboost4j.java.XGBoost.class.getPackage().getImplementationVersion())
                .orElse("unknown"),
        "os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
  }
}
