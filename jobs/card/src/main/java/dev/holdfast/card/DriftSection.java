package dev.holdfast.card;

import dev.holdfast.card.ModelFacts.Drift;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far what it is applied to lies from what it learnt from. */
final class DriftSection {
  private static final int SHOWN = 12;

  private DriftSection() {}

  static Section of(ModelFacts facts) {
    return facts
        .drift()
        .map(drift -> of(facts, drift))
        .orElse(
            new Section("Drift", "No scored day was compared with this version yet.", List.of()));
  }

  private static Section of(ModelFacts facts, Drift drift) {
    double limit = facts.problem().monitoring().driftLimit();
    List<Map<String, Object>> drawn = new ArrayList<>();
    for (Drift.OfFeature each : drift.features().stream().limit(SHOWN).toList()) {
      Map<String, Object> bar = new LinkedHashMap<>();
      bar.put("feature", each.feature());
      bar.put("psi", each.psi());
      bar.put("limit", limit);
      bar.put("found", each.beyond() ? "beyond the limit" : "within the limit");
      drawn.add(bar);
    }
    return new Section(
        "Drift",
        "The rows scored on %s against the training rows: %d of %s beyond the declared limit of %s."
            .formatted(
                drift.asOf(),
                drift.features().stream().filter(Drift.OfFeature::beyond).count(),
                Figures.counted(drift.features().size(), "column"),
                limit),
        List.of(
            Charts.of(
                "drift",
                "The columns that moved most",
                "By population stability index: 0 is as in training. (score) is the model's own probability, against that of the held-out rows.",
                drawn)));
  }
}
