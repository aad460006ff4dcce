package dev.holdfast.training;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobContext;
import dev.holdfast.job.JobException;
import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Comparison;
import dev.holdfast.model.Evaluation.Kind;
import dev.holdfast.model.Evaluation.Rule;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.model.RegisteredModel;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.ModelsTable.State;
import dev.holdfast.training.Gate.Rival;
import dev.holdfast.training.data.LabelledRows;
import dev.holdfast.training.evaluation.Bootstrap.Interval;
import dev.holdfast.training.evaluation.HeldOut;
import dev.holdfast.training.evaluation.Judgement;
import dev.holdfast.training.fit.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * Enters a new model into the registry: as the champion if the declared rules let it, or if
 * somebody forces it, else as a candidate.
 */
final class Promotion {
  static final String FORCE = "--force";

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
   * @param judgement of the model's probabilities
   * @param metrics all that are to be kept
   * @throws JobException with {@link ExitCode#PROMOTION_REFUSED}, after the model was registered
   */
  void register(
      TrainingIdentity identity,
      Candidate candidate,
      TrainedModel model,
      Judgement judgement,
      Map<String, Double> metrics,
      Evaluation evaluation) {
    SparkSession spark = context.spark();
    ModelRegistry registry = new ModelRegistry(context.tables());
    Gate gate = new Gate(context.problem().promotion(), context.problem().training().metric());
    Optional<RegisteredModel> rival = comparable(registry.champion(spark));
    List<Comparison> comparisons =
        rival
            .map(each -> judgement.against(heldOut.judge(heldOut.scores(each.model()))))
            .orElse(List.of());
    Optional<Rival> champion = rival.map(each -> rival(each, comparisons));
    Map<String, Double> slices = slices(evaluation);
    Map<String, Double> all = new TreeMap<>(metrics);
    slices.forEach((name, auc) -> all.put("slice." + name + ".auc", auc));
    champion.ifPresent(each -> compared(each, all));
    List<Rule> rules = gate.rules(metrics, champion, slices);
    List<String> refusals =
        rules.stream().filter(rule -> !rule.holds()).map(Rule::refusal).toList();
    Optional<String> forced = context.options().value(FORCE);
    State state = refusals.isEmpty() || forced.isPresent() ? State.CHAMPION : State.CANDIDATE;
    int version = registry.nextVersion(spark);
    registry.register(
        spark,
        Registration.row(
            context,
            rows,
            identity,
            version,
            state,
            why(refusals, forced),
            candidate,
            model,
            all,
            evaluation.judged(rules, comparisons)),
        state);
    context
        .record()
        .wrote(context.tables().models().name(), context.tables().models().version(spark));
    context.progress().line("register", "version %d, %s".formatted(version, state.stored()));
    if (state == State.CANDIDATE) {
      throw new JobException(
          ExitCode.PROMOTION_REFUSED,
          "Cannot promote model version %d: %s. %s; version %d is kept as a candidate (training --force REASON makes it the champion)."
              .formatted(
                  version,
                  String.join("; ", refusals),
                  champion.isPresent() ? "The champion stays" : "There is no champion",
                  version));
    }
  }

  /** Makes a model that was refused before the champion, where somebody forces it. */
  static void force(JobContext context, RegisteredModel refused) {
    Optional<String> forced = context.options().value(FORCE);
    ModelRegistry registry = new ModelRegistry(context.tables());
    String state =
        registry.stated(context.spark(), refused.version()).orElseThrow().getAs(ModelsTable.STATE);
    if (forced.isPresent() && state.equals(State.CANDIDATE.stored())) {
      registry.promote(
          context.spark(), refused.version(), context.record().runId(), "forced: " + forced.get());
      context
          .record()
          .wrote(
              context.tables().models().name(), context.tables().models().version(context.spark()));
      context
          .progress()
          .line("register", "version %d, forced to be the champion".formatted(refused.version()));
    }
  }

  private static String why(List<String> refusals, Optional<String> forced) {
    if (refusals.isEmpty()) {
      return "trained";
    }
    String refused = "refused: " + String.join("; ", refusals);
    return forced.map(reason -> "forced: " + reason + "; " + refused).orElse(refused);
  }

  private Rival rival(RegisteredModel champion, List<Comparison> comparisons) {
    String metric = TrainingJob.written(context.problem().training().metric());
    Comparison ranking =
        comparisons.stream().filter(each -> each.metric().equals(metric)).findFirst().orElseThrow();
    return new Rival(
        champion.version(), ranking.champion(), new Interval(ranking.low(), ranking.high()));
  }

  private static void compared(Rival champion, Map<String, Double> metrics) {
    metrics.put("champion.version", (double) champion.version());
    metrics.put("champion.value", champion.value());
    metrics.put("champion.difference.low", champion.difference().low());
    metrics.put("champion.difference.high", champion.difference().high());
  }

  // A part with one outcome only has no AUC.
  private static Map<String, Double> slices(Evaluation evaluation) {
    Map<String, Double> slices = new TreeMap<>();
    evaluation.slices().stream()
        .filter(slice -> slice.kind() == Kind.DECLARED && !Double.isNaN(slice.auc()))
        .forEach(slice -> slices.put(slice.feature() + "=" + slice.value(), slice.auc()));
    return slices;
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
}
