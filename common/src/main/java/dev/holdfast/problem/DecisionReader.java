package dev.holdfast.problem;

import java.util.Collection;

/**
 * Reads the blocks {@code promotion}, {@code decision}, {@code monitoring} and {@code schedule}.
 */
final class DecisionReader {

  private static final int ROWS_OF_SLICE = 500;

  private DecisionReader() {}

  static Decision read(Block block) {
    Decision decision;
    if (block.has("cost") || block.has("value") || block.has("success")) {
      decision =
          new Decision.Economics(
              Texts.number(block, "cost", 0, Double.MAX_VALUE),
              Texts.number(block, "value", 1e-9, Double.MAX_VALUE),
              Texts.number(block, "success", 1e-9, 1));
    } else {
      decision = new Decision.Capacity(Texts.integer(block, "capacity", 1, Integer.MAX_VALUE));
    }
    block.noMore();
    return decision;
  }

  static PromotionRules promotion(Block block, Collection<String> features) {
    PromotionRules promotion =
        new PromotionRules(
            Texts.number(block, "margin", 0, 1),
            Texts.optionalNumber(block, "auc", 0, 1),
            Texts.optionalNumber(block, "calibration-error", 0, 1),
            Texts.optionalInteger(block, "leaks", 0, Integer.MAX_VALUE),
            block.optionalBlock("slices").map(inner -> slices(inner, features)));
    block.noMore();
    return promotion;
  }

  private static PromotionRules.Slices slices(Block block, Collection<String> features) {
    PromotionRules.Slices slices =
        new PromotionRules.Slices(
            Texts.names(block, "by", "features"),
            Texts.number(block, "auc", 0, 1),
            block.has("rows") ? Texts.integer(block, "rows", 1, Integer.MAX_VALUE) : ROWS_OF_SLICE);
    for (String name : slices.by()) {
      if (!name.isEmpty() && !features.contains(name)) {
        block.mistake(
            "by", "there is no feature %s; %s".formatted(name, Nearest.hint(name, features)));
      }
    }
    block.noMore();
    return slices;
  }

  static Monitoring monitoring(Block block) {
    Monitoring monitoring = new Monitoring(Texts.number(block, "drift-limit", 0, Double.MAX_VALUE));
    block.noMore();
    return monitoring;
  }

  static Schedule schedule(Block block) {
    Schedule schedule =
        new Schedule(
            Texts.period(block, "retrain-after", true),
            Texts.choice(block, "catch-up", Schedule.CatchUp.class));
    block.noMore();
    return schedule;
  }
}
