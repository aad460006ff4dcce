package dev.holdfast.problem;

import com.typesafe.config.ConfigValueType;
import dev.holdfast.problem.Space.Kind;
import dev.holdfast.problem.Training.Blend;
import dev.holdfast.problem.Training.Budget;
import dev.holdfast.problem.Training.CalibrationMethod;
import dev.holdfast.problem.Training.ClassBalance;
import dev.holdfast.problem.Training.FoldsBy;
import dev.holdfast.problem.Training.Leak;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.problem.Training.Reference;
import dev.holdfast.problem.Training.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the block {@code training}. */
final class TrainingReader {
  private static final int MOST_BINS = 255;
  private static final int MOST_MEMBERS = 10;
  // The folds that a row trains in are the bits of a number.
  private static final int MOST_FOLDS = 50;

  private final Scope scope;
  private final List<String> entity;
  private final Defaults defaults;

  TrainingReader(Scope scope, List<String> entity, Defaults defaults) {
    this.scope = scope;
    this.entity = entity;
    this.defaults = defaults;
  }

  Training read(Block stated) {
    Block block = stated.withDefaults(defaults.of("training"));
    Split split =
        split(
            block.block(
                "split", "a block with holdout = 8, with dates, or with holdout-share = 0.2"));
    int seed = Texts.integer(block, "seed", 0, Integer.MAX_VALUE);
    Search search =
        new SearchReader(defaults, seed).read(block.block("search", "a block with a method"));
    boolean ranges = !(search instanceof Search.EveryPoint);
    List<Space> candidates = new ArrayList<>();
    block.blocksOf("candidates").forEach((name, each) -> candidates.add(space(name, each, ranges)));
    if (candidates.isEmpty()) {
      block.mistake(
          "candidates",
          "expected at least one, such as candidates.trees { kind = gradient-boosting }");
    }
    Folds folds = folds(block, split);
    Training training =
        new Training(
            split,
            folds.count(),
            folds.by(),
            seed,
            Texts.integer(block, "bins", 2, MOST_BINS),
            Texts.choice(block, "metric", Metric.class),
            balance(block, candidates),
            Texts.number(block, "negatives-per-positive", 0.01, 1e6),
            Texts.choice(block, "calibration", CalibrationMethod.class),
            candidates,
            search,
            block.optionalBlock("budget").map(TrainingReader::budget).orElseGet(Budget::unlimited),
            block.optionalBlock("blend").map(each -> blend(each, candidates)),
            block.optionalBlock("reference").flatMap(this::reference),
            leak(block.block("leak", "a block with auc and jump")));
    block.noMore();
    return training;
  }

  private static Blend blend(Block block, List<Space> candidates) {
    int members = Texts.integer(block, "members", 2, MOST_MEMBERS);
    if (candidates.size() < 2) {
      block.mistake(
          "members",
          "a blend needs candidates of two families at least, and %d is declared"
              .formatted(candidates.size()));
    }
    block.noMore();
    return new Blend(members);
  }

  private record Folds(int count, FoldsBy by) {}

  // A bare number is their count.
  private Folds folds(Block block, Split split) {
    boolean isBlock =
        block.optional("folds").filter(v -> v.valueType() == ConfigValueType.OBJECT).isPresent();
    if (!isBlock) {
      return new Folds(Texts.integer(block, "folds", 2, MOST_FOLDS), usual(split));
    }
    Block stated =
        block.block("folds", "a count or a block").withDefaults(defaults.of("training-folds"));
    Folds folds =
        new Folds(
            Texts.integer(stated, "count", 2, MOST_FOLDS),
            stated.has("by") ? Texts.choice(stated, "by", FoldsBy.class) : usual(split));
    stated.noMore();
    return folds;
  }

  private static FoldsBy usual(Split split) {
    return split instanceof Split.Entities ? FoldsBy.ENTITY : FoldsBy.TIME;
  }

  private static ClassBalance balance(Block block, List<Space> candidates) {
    ClassBalance balance = Texts.choice(block, "balance", ClassBalance.class);
    if (balance == ClassBalance.DOWN_SAMPLED
        && candidates.stream().anyMatch(each -> each.kind() == Kind.K_NEAREST_NEIGHBOURS)) {
      block.mistake(
          "balance",
          "k-nearest-neighbours has no probability that could be set right for left out negatives");
    }
    return balance;
  }

  private static Budget budget(Block block) {
    Budget budget =
        new Budget(
            Texts.optionalNumber(block, "minutes", 0, Double.MAX_VALUE),
            Texts.optionalInteger(block, "trials", 1, Integer.MAX_VALUE));
    block.noMore();
    return budget;
  }

  private static Leak leak(Block block) {
    Leak leak = new Leak(Texts.number(block, "auc", 0.5, 1), Texts.number(block, "jump", 0, 1));
    block.noMore();
    return leak;
  }

  private static Split split(Block block) {
    Split split;
    if (block.has("holdout")) {
      split =
          new Split.Rolling(
              Texts.integer(block, "holdout", 1, 10_000), Texts.optionalDate(block, "train-from"));
    } else if (block.has("holdout-share")) {
      split = new Split.Entities(Texts.number(block, "holdout-share", 0.01, 0.9));
    } else {
      Split.Dated dated =
          new Split.Dated(
              Texts.optionalDate(block, "train-from"),
              Texts.date(block, "train-until"),
              Texts.date(block, "holdout-from"));
      if (!dated.until().isBefore(dated.holdoutFrom())) {
        block.mistake(
            "holdout-from",
            "%s is not after train-until %s".formatted(dated.holdoutFrom(), dated.until()));
      }
      if (dated.from().filter(from -> from.isAfter(dated.until())).isPresent()) {
        block.mistake("train-from", "it is after train-until " + dated.until());
      }
      split = dated;
    }
    block.noMore();
    return split;
  }

  private Space space(String name, Block stated, boolean ranges) {
    Kind kind = Texts.choice(stated, "kind", Kind.class);
    String defaulted = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new SpaceReader(name, stated.withDefaults(defaults.of(defaulted)), ranges).read(kind);
  }

  private Optional<Reference> reference(Block block) {
    String name = Texts.text(block, "source", "the name of a source");
    Source source = scope.sources().get(name);
    Reference reference =
        new Reference(
            name,
            Texts.text(block, "as-of", "a column"),
            Texts.text(block, "probability", "a column"));
    if (source == null) {
      block.mistake(
          "source",
          "no source is named %s; %s"
              .formatted(name, Nearest.hint(name, scope.sources().keySet())));
    } else {
      Scope.columns(block, "as-of", source, List.of(reference.asOf()));
      Scope.columns(block, "probability", source, List.of(reference.probability()));
      Scope.columns(block, "source", source, entity);
    }
    block.noMore();
    return Optional.of(reference);
  }
}
