package dev.holdfast.problem;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A block of the file under its path: hands out its values typed, and notes what is missing,
 * mistyped or unknown. After a mistake it hands out a stand-in, so that reading goes on and finds
 * the rest; nothing made of stand-ins leaves the reader.
 */
final class Block {
  private final String path;
  private final ConfigObject stated;
  private final Mistakes mistakes;
  private final Set<String> known = new LinkedHashSet<>();

  Block(String path, ConfigObject stated, Mistakes mistakes) {
    this.path = path;
    this.stated = stated;
    this.mistakes = mistakes;
  }

  /** The same block with what {@code defaults} has and it has not. */
  Block withDefaults(ConfigObject defaults) {
    // Origins of what the file states stay; only missing keys come from the defaults.
    ConfigObject merged = stated;
    for (Map.Entry<String, ConfigValue> value : defaults.entrySet()) {
      if (!merged.containsKey(value.getKey())) {
        merged = merged.withValue(value.getKey(), value.getValue());
      }
    }
    return new Block(path, merged.withOrigin(stated.origin()), mistakes);
  }

  String path() {
    return path;
  }

  String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  boolean has(String key) {
    known.add(key);
    return stated.containsKey(key);
  }

  /** Notes a mistake at a key of this block. */
  void mistake(String key, String what) {
    ConfigValue value = stated.get(key);
    mistakes.add(value == null ? stated.origin() : value.origin(), pathOf(key), what);
  }

  Optional<ConfigValue> optional(String key) {
    known.add(key);
    return Optional.ofNullable(stated.get(key));
  }

  private Optional<ConfigValue> required(String key, String expected) {
    Optional<ConfigValue> value = optional(key);
    if (value.isEmpty()) {
      mistake(key, "missing; expected " + expected);
    }
    return value;
  }

  /** A required value, read from its text by {@code read}. */
  <T> T read(String key, String expected, T standIn, Function<String, Optional<T>> read) {
    return required(key, expected)
        .map(value -> item(key, value, expected, standIn, read))
        .orElse(standIn);
  }

  /** A value that may be absent. */
  <T> Optional<T> readOptional(
      String key, String expected, T standIn, Function<String, Optional<T>> read) {
    return optional(key).map(value -> item(key, value, expected, standIn, read));
  }

  /** A required list; a single value is a list of one. */
  <T> List<T> readList(String key, String expected, T standIn, Function<String, Optional<T>> read) {
    Optional<ConfigValue> value = required(key, "a list of " + expected);
    if (value.isEmpty()) {
      return List.of(standIn);
    }
    if (value.get() instanceof com.typesafe.config.ConfigList list) {
      if (list.isEmpty()) {
        mistake(key, "an empty list; expected at least one of " + expected);
        return List.of(standIn);
      }
      return list.stream().map(each -> item(key, each, expected, standIn, read)).toList();
    }
    return List.of(item(key, value.get(), expected, standIn, read));
  }

  private <T> T item(
      String key,
      ConfigValue value,
      String expected,
      T standIn,
      Function<String, Optional<T>> read) {
    if (value.valueType() == ConfigValueType.OBJECT || value.valueType() == ConfigValueType.LIST) {
      mistakes.add(value.origin(), pathOf(key), "found a block or list; expected " + expected);
      return standIn;
    }
    String text = String.valueOf(value.unwrapped());
    Optional<T> typed = read.apply(text);
    if (typed.isEmpty()) {
      mistakes.add(
          value.origin(), pathOf(key), "found \"%s\"; expected %s".formatted(text, expected));
    }
    return typed.orElse(standIn);
  }

  /** A required block. */
  Block block(String key, String expected) {
    Optional<ConfigValue> value = required(key, expected);
    return value.map(each -> asBlock(key, each)).orElseGet(() -> empty(key, stated.origin()));
  }

  Optional<Block> optionalBlock(String key) {
    return optional(key).map(value -> asBlock(key, value));
  }

  /** A block with nothing in it, for one that is absent. */
  Block none(String key) {
    return new Block(
        pathOf(key),
        com.typesafe.config.ConfigFactory.empty().root().withOrigin(stated.origin()),
        mistakes);
  }

  /** The named blocks below a key, in the order of their lines. */
  Map<String, Block> blocksOf(String key) {
    Map<String, Block> blocks = new java.util.LinkedHashMap<>();
    optionalBlock(key)
        .ifPresent(
            parent ->
                parent
                    .inOrder()
                    .forEach((name, value) -> blocks.put(name, parent.asBlock(name, value))));
    return blocks;
  }

  /** The SQL expressions below a key, in the order of their lines. */
  List<NamedExpression> expressions(String key) {
    return optionalBlock(key).stream()
        .flatMap(
            parent ->
                parent.inOrder().keySet().stream()
                    .map(name -> new NamedExpression(name, Sql.required(parent, name))))
        .toList();
  }

  /** All values below this block as text. */
  Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    stated
        .toConfig()
        .entrySet()
        .forEach(
            entry ->
                texts.put(
                    String.join(".", com.typesafe.config.ConfigUtil.splitPath(entry.getKey())),
                    String.valueOf(entry.getValue().unwrapped())));
    known.addAll(stated.keySet());
    return texts;
  }

  /** Notes every key that nobody asked for. */
  void noMore() {
    for (String key : stated.keySet()) {
      if (!known.contains(key)) {
        mistake(key, "unknown key; " + Nearest.hint(key, known));
      }
    }
  }

  /** The keys of this block, in the order of their lines. */
  List<String> keys() {
    return List.copyOf(inOrder().keySet());
  }

  private Map<String, ConfigValue> inOrder() {
    Map<String, ConfigValue> ordered = new java.util.LinkedHashMap<>();
    stated.entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                    (Map.Entry<String, ConfigValue> entry) ->
                        entry.getValue().origin().lineNumber())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    return ordered;
  }

  private Block asBlock(String key, ConfigValue value) {
    if (value instanceof ConfigObject object) {
      return new Block(pathOf(key), object, mistakes);
    }
    mistakes.add(
        value.origin(), pathOf(key), "found \"%s\"; expected a block".formatted(value.unwrapped()));
    return empty(key, value.origin());
  }

  private Block empty(String key, ConfigOrigin origin) {
    return new Block(
        pathOf(key),
        com.typesafe.config.ConfigFactory.empty().root().withOrigin(origin),
        new Mistakes());
  }
}
