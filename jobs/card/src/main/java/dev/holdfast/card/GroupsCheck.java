package dev.holdfast.card;

import dev.holdfast.card.Check.Result;
import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Kind;
import dev.holdfast.model.Evaluation.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether some group of the held-out rows is ranked, or foretold, worse than the others. */
final class GroupsCheck {
  private static final String TITLE = "Groups";
  private static final int NAMED = 3;
  // Of many groups some miss their intervals by chance: only what is far off as well is told.
  private static final double FAR = 0.25;

  private GroupsCheck() {}

  static Check of(ModelFacts facts, Evaluation evaluation) {
    List<Slice> told = evaluation.slices().stream().filter(Slices::isTold).toList();
    if (told.isEmpty()) {
      return new Check(
          Result.UNKNOWN, TITLE, "No group has enough positives to tell; see the groups below.");
    }
    List<Slice> worse = told.stream().filter(slice -> isRankedWorse(facts, slice)).toList();
    List<Slice> off = told.stream().filter(GroupsCheck::isFarOff).toList();
    if (worse.isEmpty() && off.isEmpty()) {
      return new Check(
          Result.PASSED,
          TITLE,
          "Of %s none is ranked worse than all rows together, and none is foretold wrong by more than a quarter, by 95 %% intervals."
              .formatted(Figures.counted(told.size(), "group")));
    }
    List<String> found = new ArrayList<>();
    if (!worse.isEmpty()) {
      found.add(
          "%d ranked worse than all rows together: %s"
              .formatted(
                  worse.size(), named(worse, slice -> "AUC " + Figures.number(slice.auc(), 3))));
    }
    if (!off.isEmpty()) {
      found.add(
          "%d foretold wrong by more than a quarter of what came: %s"
              .formatted(
                  off.size(),
                  named(
                      off,
                      slice ->
                          "foretold %s, %s came"
                              .formatted(
                                  Figures.percent(slice.predicted()),
                                  Figures.percent(Slices.share(slice))))));
    }
    return new Check(
        Result.CAUTION,
        TITLE,
        "Of %s, by 95 %% intervals, %s."
            .formatted(Figures.counted(told.size(), "group"), String.join("; ", found)));
  }

  /** Whether the interval of a group's AUC lies below that of all rows. */
  static boolean isRankedWorse(ModelFacts facts, Slice slice) {
    // Within a quarter of a number that matters every ranking is worse.
    return slice.kind() != Kind.QUARTER && slice.high() < facts.metric("holdout.auc.low");
  }

  private static boolean isFarOff(Slice slice) {
    boolean outside = slice.predicted() < slice.shareLow() || slice.predicted() > slice.shareHigh();
    return outside && Math.abs(slice.predicted() / Slices.share(slice) - 1) > FAR;
  }

  private static String named(List<Slice> slices, Function<Slice, String> about) {
    return slices.stream()
        .limit(NAMED)
        .map(slice -> "%s (%s)".formatted(Slices.named(slice), about.apply(slice)))
        .collect(Collectors.joining(", "));
  }
}
