package dev.holdfast.training;

import dev.holdfast.job.JobContext;
import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Leak;
import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.FeatureEncoding.Input;
import dev.holdfast.model.FeatureEncoding.Numeric;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.training.data.LabelledRows;
import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.evaluation.HeldOut;
import dev.holdfast.training.evaluation.Importances;
import dev.holdfast.training.evaluation.Points;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Records what the card of a new model is drawn from, while all of it is at hand. */
final class Evaluating {
  // Of each kind, the most important features slice the rows where nobody declares any.
  private static final int CATEGORIES = 3;
  private static final int NUMBERS = 3;

  private final JobContext context;
  private final LabelledRows rows;
  private final HeldOut heldOut;

  Evaluating(JobContext context, LabelledRows rows, HeldOut heldOut) {
    this.context = context;
    this.rows = rows;
    this.heldOut = heldOut;
  }

  /**
   * All of it but what the promotion will see.
   *
   * @param encoded the held-out rows, in whatever order
   * @param scores the model's probabilities of the held-out rows, in their order
   */
  Evaluation of(TrainedModel model, RowBlock encoded, float[] scores, List<Leak> leaks) {
    Points points = heldOut.points(scores);
    float[] raw = model.scoring().probabilities(encoded.values(), encoded.rows());
    Importances importances =
        Importances.of(
            model, encoded.values(), encoded.labels(), context.problem().training().seed());
    return new Evaluation(
        points.cuts(),
        points.deciles(),
        points.calibration(),
        new Points(raw, encoded.labels(), encoded.entities()).calibration(),
        heldOut.slices(scores, context.problem().promotion().slices(), slicing(model, importances)),
        importances.measure(),
        importances.features(),
        rows.labelled(),
        leaks,
        List.of(),
        List.of());
  }

  private static List<Input> slicing(TrainedModel model, Importances importances) {
    Map<String, Input> byName = new HashMap<>();
    model.encoding().inputs().forEach(input -> byName.put(input.name(), input));
    List<Input> ranked = new ArrayList<>();
    importances.features().forEach(each -> ranked.add(byName.get(each.feature())));
    List<Input> inputs = ranked.isEmpty() ? model.encoding().inputs() : ranked;
    return Stream.concat(
            inputs.stream().filter(each -> each instanceof Category).limit(CATEGORIES),
            inputs.stream().filter(each -> each instanceof Numeric).limit(NUMBERS))
        .toList();
  }
}
