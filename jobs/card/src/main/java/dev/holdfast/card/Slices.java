package dev.holdfast.card;

import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Kind;
import dev.holdfast.model.Evaluation.Slice;
import dev.holdfast.table.FeaturesTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The groups of the held-out rows, and how the model does in each. */
final class Slices {
  // Below it an AUC and its interval say too little.
  private static final int LEAST_POSITIVES = 10;

  private Slices() {}

  /** Whether the AUC of a group says anything. */
  static boolean isTold(Slice slice) {
    return slice.positives() >= LEAST_POSITIVES
        && slice.rows() - slice.positives() >= LEAST_POSITIVES
        && !Double.isNaN(slice.low());
  }

  static Section of(ModelFacts facts, Evaluation evaluation) {
    List<Map<String, Object>> drawn = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (Slice slice : evaluation.slices()) {
      boolean told = isTold(slice);
      if (told) {
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("group", named(slice));
        point.put("auc", slice.auc());
        point.put("low", slice.low());
        point.put("high", slice.high());
        point.put("all", facts.metric("holdout.auc"));
        point.put(
            "found",
            GroupsCheck.isRankedWorse(facts, slice) ? "worse than all rows" : "like the others");
        drawn.add(point);
      }
      rows.add(
          List.of(
              named(slice) + (slice.kind() == Kind.DECLARED ? " (declared)" : ""),
              Figures.count(slice.rows()),
              Figures.count(slice.positives()),
              Figures.percent(slice.predicted()),
              Figures.percent(share(slice)),
              Figures.percent(slice.shareLow()) + " to " + Figures.percent(slice.shareHigh()),
              told ? Figures.number(slice.auc(), 3) : "too few",
              told ? Figures.interval(slice.low(), slice.high(), 3) : ""));
    }
    return new Section(
        "Groups",
        "By held-out day, by the features that promotion.slices names, and by the features that matter most: categories by value, numbers by quarter. Few positives make wide intervals; groups with under %d are not judged."
            .formatted(LEAST_POSITIVES),
        List.of(
            Charts.of(
                "slices",
                "AUC within each group",
                "Dot and line: the AUC and its 95 %% interval. Dashed: the AUC of all held-out rows, %s. A group whose whole line lies left of %s, where the interval of all rows begins, is ranked worse. Within a quarter of a number that matters every ranking is worse, for its rows are alike in it: quarters are not marked."
                    .formatted(
                        Figures.number(facts.metric("holdout.auc"), 3),
                        Figures.number(facts.metric("holdout.auc.low"), 3)),
                drawn),
            new Block.Table(
                List.of(
                    "group",
                    "rows",
                    "positives",
                    "foretold",
                    "came",
                    "95 % interval",
                    "AUC",
                    "95 % interval"),
                rows,
                1,
                -1)));
  }

  /** The share of positives. */
  static double share(Slice slice) {
    return (double) slice.positives() / slice.rows();
  }

  /** As the page names it. */
  static String named(Slice slice) {
    return slice.feature().equals(FeaturesTable.AS_OF)
        ? "day " + slice.value()
        : slice.feature() + ": " + slice.value();
  }
}
