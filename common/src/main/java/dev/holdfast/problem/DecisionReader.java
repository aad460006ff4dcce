package dev.holdfast.problem;

/** Reads the blocks {@code decision}, {@code monitoring} and {@code schedule}. */
final class DecisionReader {

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

  static Monitoring monitoring(Block block) {
    Monitoring monitoring = new Monitoring(Texts.number(block, "drift-limit", 0, Double.MAX_VALUE));
    block.noMore();
    return monitoring;
  }

  static Schedule schedule(Block block) {
    Schedule schedule = new Schedule(Texts.period(block, "retrain-after", true));
    block.noMore();
    return schedule;
  }
}
