package dev.holdfast.card;

import dev.holdfast.card.Check.Result;
import dev.holdfast.card.ModelFacts.Drift;
import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Importance;
import dev.holdfast.table.DriftTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether what the model is applied to is still what it learnt from, as far as it looks at it. */
final class DriftCheck {
  private static final String TITLE = "Drift";
  // What moved matters if the model owes this share of its scores' spread to it.
  private static final double MATTERS = 0.05;
  private static final int NAMED = 3;

  private DriftCheck() {}

  static Check of(ModelFacts facts) {
    return facts
        .drift()
        .map(drift -> of(drift, facts.evaluation()))
        .orElse(
            new Check(Result.UNKNOWN, TITLE, "No scored day was compared with this version yet."));
  }

  private static Check of(Drift drift, Optional<Evaluation> evaluation) {
    List<Drift.OfFeature> beyond =
        drift.features().stream().filter(Drift.OfFeature::beyond).toList();
    String columns = Figures.counted(drift.features().size(), "column");
    if (beyond.isEmpty()) {
      return new Check(
          Result.PASSED,
          TITLE,
          "On %s none of %s lies beyond the declared limit.".formatted(drift.asOf(), columns));
    }
    Set<String> names = beyond.stream().map(Drift.OfFeature::feature).collect(Collectors.toSet());
    double weight = evaluation.map(each -> weight(each, names)).orElse(Double.NaN);
    boolean hardly = weight < MATTERS && !names.contains(DriftTable.SCORE);
    return new Check(
        hardly ? Result.PASSED : Result.CAUTION,
        TITLE,
        "On %s %d of %s lie beyond the declared limit: %s.%s"
            .formatted(
                drift.asOf(),
                beyond.size(),
                columns,
                beyond.stream()
                    .limit(NAMED)
                    .map(each -> each.feature() + " " + Figures.number(each.psi(), 2))
                    .collect(Collectors.joining(", ")),
                Double.isNaN(weight)
                    ? ""
                    : " They are %s of what the model looks at."
                        .formatted(Figures.percent(weight))));
  }

  private static double weight(Evaluation evaluation, Set<String> names) {
    double all = evaluation.importances().stream().mapToDouble(Importance::weight).sum();
    return evaluation.importances().stream()
            .filter(each -> names.contains(each.feature()))
            .mapToDouble(Importance::weight)
            .sum()
        / all;
  }
}
