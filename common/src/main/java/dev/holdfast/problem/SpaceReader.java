package dev.holdfast.problem;

import com.typesafe.config.ConfigValueType;
import dev.holdfast.problem.Space.Kind;
import dev.holdfast.problem.Space.Setting;
import java.util.List;

/** Reads one family of candidates: each setting is a value, a list of values, or a range. */
final class SpaceReader {
  private static final double ANY = Double.MAX_VALUE;

  private final String name;
  private final Block block;
  private final boolean ranges;

  /** How far apart the values of a range are. */
  private enum Scale {
    LINEAR,
    LOG
  }

  /**
   * @param block with the defaults of its kind
   * @param ranges whether the search draws from ranges
   */
  SpaceReader(String name, Block block, boolean ranges) {
    this.name = name;
    this.block = block;
    this.ranges = ranges;
  }

  Space read(Kind kind) {
    List<Setting> settings =
        switch (kind) {
          case LOGISTIC_REGRESSION ->
              List.of(
                  real("regularization", 0, ANY),
                  real("elastic-net", 0, 1),
                  one("max-iterations", 1, 100_000));
          case GRADIENT_BOOSTING ->
              List.of(
                  whole("depth", 1, 30),
                  whole("rounds", 1, 100_000),
                  real("learning-rate", 1e-6, 1),
                  real("min-child-weight", 0, ANY),
                  real("subsample", 0.01, 1),
                  real("column-sample", 0.01, 1),
                  real("l2", 0, ANY));
          case DECISION_TREE -> List.of(whole("depth", 1, 30), real("min-child-weight", 0, ANY));
          case RANDOM_FOREST ->
              List.of(
                  whole("depth", 1, 30),
                  whole("trees", 1, 10_000),
                  real("min-child-weight", 0, ANY),
                  real("subsample", 0.01, 1),
                  real("column-sample", 0.01, 1));
          case LINEAR_SVM ->
              List.of(real("regularization", 1e-9, ANY), one("max-iterations", 1, 100_000));
          case NAIVE_BAYES ->
              List.of(real("smoothing", 1e-6, 1e6), real("variance-smoothing", 1e-9, 1));
          case K_NEAREST_NEIGHBOURS -> List.of(whole("k", 1, 10_000), one("max-rows", 1, 200_000));
        };
    block.has("kind");
    block.noMore();
    return new Space(name, kind, settings);
  }

  private Setting real(String key, double least, double most) {
    return isRange(key)
        ? range(key, least, most, false)
        : new Setting.Listed(key, Texts.numbers(block, key, least, most));
  }

  private Setting whole(String key, int least, int most) {
    return isRange(key)
        ? range(key, least, most, true)
        : listed(key, Texts.integers(block, key, least, most));
  }

  private Setting one(String key, int least, int most) {
    return listed(key, List.of(Texts.integer(block, key, least, most)));
  }

  private static Setting listed(String key, List<Integer> values) {
    return new Setting.Listed(key, values.stream().map(Integer::doubleValue).toList());
  }

  private boolean isRange(String key) {
    return block.optional(key).filter(v -> v.valueType() == ConfigValueType.OBJECT).isPresent();
  }

  private Setting range(String key, double least, double most, boolean whole) {
    Block range = block.block(key, "a range");
    double from = bound(range, "from", least, most, whole);
    double to = bound(range, "to", least, most, whole);
    boolean logarithmic =
        range.has("scale") && Texts.choice(range, "scale", Scale.class) == Scale.LOG;
    range.noMore();
    if (!ranges) {
      block.mistake(
          key, "a grid has no ranges; list values, or let training.search.method be another");
    }
    if (range.has("from") && range.has("to") && !(from < to)) {
      range.mistake("to", "%s is not above from = %s".formatted(to, from));
    }
    if (logarithmic && !(from > 0)) {
      range.mistake("from", "a logarithmic scale has no 0; begin above it");
    }
    return new Setting.Range(key, from, to, whole, logarithmic);
  }

  private static double bound(Block range, String key, double least, double most, boolean whole) {
    return whole
        ? Texts.integer(range, key, (int) least, (int) most)
        : Texts.number(range, key, least, most);
  }
}
