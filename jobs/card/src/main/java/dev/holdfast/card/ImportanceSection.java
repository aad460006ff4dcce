package dev.holdfast.card;

import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Importance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What it looks at. */
final class ImportanceSection {
  private static final int SHOWN = 20;
  // A weaker correlation is not called a direction.
  private static final double CLEAR = 0.3;

  private ImportanceSection() {}

  static Section of(ModelFacts facts, Evaluation evaluation) {
    String measure =
        switch (evaluation.importanceMeasure()) {
          case SHAPLEY ->
              "The mean of what each feature adds to or takes from a held-out row's score (absolute Shapley values, exact, before calibration). What a model looks at need not be a cause: changing a feature need not change the outcome.";
          case PERMUTATION ->
              "What the AUC loses when a feature's values are exchanged among held-out rows. What a model looks at need not be a cause.";
          case NONE ->
              "Every score of this kind of model looks at all training rows at once: no feature has an importance of its own.";
        };
    List<Map<String, Object>> drawn = new ArrayList<>();
    for (Importance each :
        evaluation.importances().stream().filter(each -> each.weight() > 0).limit(SHOWN).toList()) {
      Map<String, Object> bar = new LinkedHashMap<>();
      bar.put("feature", each.feature());
      bar.put("weight", each.weight());
      bar.put("direction", direction(each.direction()));
      drawn.add(bar);
    }
    long unused = evaluation.importances().stream().filter(each -> each.weight() == 0).count();
    return new Section(
        "What it looks at",
        measure,
        drawn.isEmpty()
            ? List.of()
            : List.of(
                Charts.of(
                    "importances",
                    "The features that matter most",
                    "The first %d of %s; %d are not used at all. The colour says which way it goes on the whole."
                        .formatted(
                            drawn.size(),
                            Figures.counted(evaluation.importances().size(), "feature"),
                            unused),
                    drawn)));
  }

  private static String direction(double correlation) {
    if (correlation > CLEAR) {
      return "larger values raise it";
    }
    return correlation < -CLEAR ? "larger values lower it" : "neither, or a category";
  }
}
