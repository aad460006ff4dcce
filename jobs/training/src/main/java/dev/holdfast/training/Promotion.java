package dev.holdfast.training;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.model.RegisteredModel;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.table.ModelsTable.State;
import dev.holdfast.training.data.LabelledRows;
import dev.holdfast.training.evaluation.HeldOut;
import dev.holdfast.training.fit.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Enters a new model into the registry: as the champion if there is none, or if it is not worse
 * than the champion on the same held-out rows, else as a candidate.
 */
final class Promotion {
  private final JobContext context;
  private final LabelledRows rows;
  private final HeldOut heldOut;

  Promotion(JobContext context, LabelledRows rows, HeldOut heldOut) {
    this.context = context;
    this.rows = rows;
    this.heldOut = heldOut;
  }

  /**
   * Registers the model with its metrics on the held-out rows.
   *
   * @throws JobException with {@link ExitCode#PROMOTION_REFUSED}, after the model was registered
   */
  void register(
      TrainingIdentity identity,
      Candidate candidate,
      TrainedModel model,
      Map<String, Double> metrics) {
    SparkSession spark = context.spark();
    ModelRegistry registry = new ModelRegistry(context.tables());
    String metric = "holdout." + TrainingJob.written(context.problem().training().metric());
    Optional<RegisteredModel> champion = comparable(registry.champion(spark));
    Optional<Double> toBeat =
        champion.map(each -> heldOut.metrics(heldOut.scores(each.model())).get(metric));
    boolean promoted = toBeat.map(value -> !better(value, metrics.get(metric))).orElse(true);
    int version = registry.nextVersion(spark);
    State state = promoted ? State.CHAMPION : State.CANDIDATE;
    registry.register(
        spark,
        Registration.row(context, rows, identity, version, state, candidate, model, metrics),
        state);
    context
        .record()
        .wrote(context.tables().models().name(), context.tables().models().version(spark));
    context.progress().line("register", "version %d, %s".formatted(version, state.stored()));
    if (!promoted) {
      throw new JobException(
          ExitCode.PROMOTION_REFUSED,
          String.format(
              Locale.ROOT,
              "Cannot promote model version %d: on the same %,.0f held-out rows its %s is %.4f, that of the champion (version %d) is %.4f. The champion stays; version %d is kept as a candidate.",
              version,
              metrics.get("holdout.rows"),
              metric,
              metrics.get(metric),
              champion.orElseThrow().version(),
              toBeat.orElseThrow(),
              version));
    }
  }

  // A champion whose features are no longer built could not score next week either.
  private Optional<RegisteredModel> comparable(Optional<RegisteredModel> champion) {
    List<String> gone =
        champion
            .map(each -> new ArrayList<>(each.model().encoding().columns()))
            .orElseGet(ArrayList::new);
    gone.removeAll(rows.columns());
    if (gone.isEmpty()) {
      return champion;
    }
    context
        .progress()
        .line(
            "register",
            "the champion (version %d) asks for features that are no longer built: %s"
                .formatted(champion.orElseThrow().version(), gone));
    return Optional.empty();
  }

  private boolean better(double one, double other) {
    return context.problem().training().metric() == Metric.LOG_LOSS ? one < other : one > other;
  }
}
