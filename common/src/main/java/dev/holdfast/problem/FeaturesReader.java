package dev.holdfast.problem;

import com.typesafe.config.ConfigObject;
import dev.holdfast.problem.Features.Aggregate;
import dev.holdfast.problem.Features.Attributes;
import dev.holdfast.problem.Features.Categories;
import dev.holdfast.problem.Features.Frequent;
import dev.holdfast.problem.Features.Function;
import dev.holdfast.problem.Features.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the block {@code features}. */
final class FeaturesReader {
  private static final int MOST_FREQUENT = 100;

  private final Scope scope;
  private final List<String> entity;
  private final Spine spine;
  // Spark takes names that differ in case alone for one.
  private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  FeaturesReader(Scope scope, List<String> entity, Spine spine) {
    this.scope = scope;
    this.entity = entity;
    this.spine = spine;
    names.addAll(entity);
    names.addAll(List.of("as_of", "observed_at", "label"));
    if (spine instanceof Spine.OfEvents events) {
      names.addAll(events.key());
      names.addAll(events.carry());
    }
  }

  Features read(Block stated, ConfigObject defaults) {
    Block block = stated.withDefaults(defaults);
    List<Integer> windows = Texts.windows(block, "windows");
    List<Group> groups = new ArrayList<>();
    block.blocksOf("groups").forEach((name, each) -> groups.add(group(name, each, windows)));
    List<Attributes> attributes = new ArrayList<>();
    block.blocksOf("attributes").forEach((name, each) -> attributes.add(attributes(name, each)));
    List<NamedExpression> derived = new ArrayList<>(new TrendReader(groups).read(block));
    derived.forEach(each -> claim(block, "trends", each.name()));
    List<NamedExpression> expressions = block.expressions("derived");
    expressions.forEach(each -> claim(block, "derived", each.name()));
    derived.addAll(expressions);
    List<String> exclude = Texts.optionalNames(block, "exclude", "columns");
    for (String excluded : exclude) {
      if (!names.contains(excluded)) {
        block.mistake(
            "exclude",
            "there is no feature %s; %s".formatted(excluded, Nearest.hint(excluded, names)));
      }
    }
    Categories categories = categories(block.block("categories", "a block with max and min-share"));
    block.noMore();
    return new Features(groups, attributes, derived, exclude, categories);
  }

  /** The names of all features that were read. */
  Set<String> features() {
    Set<String> features = new TreeSet<>(names);
    entity.forEach(features::remove);
    features.removeAll(List.of("as_of", "observed_at", "label"));
    if (spine instanceof Spine.OfEvents events) {
      events.key().forEach(features::remove);
    }
    return features;
  }

  private Group group(String name, Block block, List<Integer> defaultWindows) {
    Optional<Source> source = scope.datedSource(block, "source");
    List<Integer> windows = block.has("windows") ? Texts.windows(block, "windows") : defaultWindows;
    List<Aggregate> aggregates = new ArrayList<>();
    block
        .blocksOf("aggregates")
        .forEach((each, inner) -> aggregates.addAll(aggregates(each, inner)));
    if (aggregates.isEmpty()) {
      block.mistake(
          "aggregates", "expected at least one, such as aggregates.calls { function = count }");
    }
    Group group =
        new Group(
            name,
            source.map(Source::name).orElse(""),
            by(block, source),
            Sql.optional(block, "where"),
            windows,
            aggregates);
    for (Aggregate aggregate : aggregates) {
      if (aggregate.function().windowed()) {
        windows.forEach(days -> claim(block, "aggregates", aggregate.name() + "_" + days + "d"));
      } else {
        claim(block, "aggregates", aggregate.name());
      }
    }
    block.noMore();
    return group;
  }

  // count with by stands for one count for each of the values, or of the most frequent ones.
  private List<Aggregate> aggregates(String name, Block block) {
    if (!block.has("by") && !block.has("values") && !block.has("top")) {
      return List.of(aggregate(name, block));
    }
    Function function = Texts.choice(block, "function", Function.class);
    if (function != Function.COUNT) {
      block.mistake("by", "only a count may be taken by values");
    }
    String by = Sql.required(block, "by");
    Optional<String> where = Sql.optional(block, "where");
    List<Aggregate> counts = block.has("top") ? top(name, block, by, where) : List.of();
    if (counts.isEmpty() || block.has("values")) {
      if (block.has("top")) {
        block.mistake("top", "expected either values or top, not both");
      }
      counts =
          Texts.names(block, "values", "values to count one by one, or top = 5").stream()
              .map(value -> count(name + "_" + columnName(value), where).ofValue(by, value))
              .toList();
    }
    block.noMore();
    return counts;
  }

  private static List<Aggregate> top(String name, Block block, String by, Optional<String> where) {
    int top = Texts.integer(block, "top", 1, MOST_FREQUENT);
    List<Aggregate> counts = new ArrayList<>();
    for (int rank = 1; rank <= top; rank++) {
      counts.add(
          new Aggregate(
              name + "_top" + rank,
              Function.COUNT,
              Optional.empty(),
              where,
              Optional.of(new Frequent(name, by, top, rank))));
    }
    return counts;
  }

  private static Aggregate count(String name, Optional<String> where) {
    return new Aggregate(name, Function.COUNT, Optional.empty(), where, Optional.empty());
  }

  private static String columnName(String value) {
    return value.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_");
  }

  private Aggregate aggregate(String name, Block block) {
    Function function = Texts.choice(block, "function", Function.class);
    Optional<String> of = Sql.optional(block, "of");
    boolean needsValue =
        switch (function) {
          case COUNT, DAYS_SINCE_FIRST, DAYS_SINCE_LAST -> false;
          case SUM, MIN, MAX, AVG, STDDEV, LAST, DISTINCT, ENTROPY, TOP_SHARE -> true;
        };
    if (needsValue && of.isEmpty()) {
      block.mistake("of", "missing; expected the SQL expression to aggregate");
    }
    if (!needsValue && of.isPresent()) {
      block.mistake("of", "a count or days-since takes no value; use where for a condition");
    }
    Aggregate aggregate =
        new Aggregate(name, function, of, Sql.optional(block, "where"), Optional.empty());
    block.noMore();
    return aggregate;
  }

  private Attributes attributes(String name, Block block) {
    Optional<Source> source = scope.source(block, "source");
    Attributes attributes =
        new Attributes(
            name,
            source.map(Source::name).orElse(""),
            by(block, source),
            Texts.names(block, "columns", "columns of the source"));
    source.ifPresent(each -> Scope.columns(block, "columns", each, attributes.columns()));
    attributes.columns().forEach(column -> claim(block, "columns", column));
    block.noMore();
    return attributes;
  }

  private List<String> by(Block block, Optional<Source> source) {
    List<String> by = block.has("by") ? Texts.names(block, "by", "columns") : entity;
    source.ifPresent(each -> Scope.columns(block, "by", each, by));
    for (String column : by) {
      boolean onSpine =
          entity.contains(column)
              || (spine instanceof Spine.OfEvents events
                  && (events.key().contains(column) || events.carry().contains(column)));
      if (!onSpine && !column.isEmpty()) {
        block.mistake(
            "by",
            "%s is no column of the spine; expected the entity, or a key or carry column of its events"
                .formatted(column));
      }
    }
    return by;
  }

  private static Categories categories(Block block) {
    Categories categories =
        new Categories(
            Texts.integer(block, "max", 1, 1000), Texts.number(block, "min-share", 0, 1));
    block.noMore();
    return categories;
  }

  private void claim(Block block, String key, String name) {
    if (name.startsWith("_")) {
      block.mistake(key, "%s begins with _, which is the platform's own".formatted(name));
    }
    if (!name.isEmpty() && !names.add(name)) {
      block.mistake(
          key, "there is a column %s already; give this one another name".formatted(name));
    }
  }
}
