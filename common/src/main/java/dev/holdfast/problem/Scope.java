package dev.holdfast.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sources that the rest of a file may speak of, and their columns. */
record Scope(Map<String, Source> sources, Optional<String> reference) {

  /** The source that a block names; notes it if there is none, or if it knows the truth. */
  Optional<Source> source(Block block, String key) {
    String name = Texts.text(block, key, "the name of a source");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Source source = sources.get(name);
    if (source == null) {
      block.mistake(
          key, "no source is named %s; %s".formatted(name, Nearest.hint(name, sources.keySet())));
    } else if (reference.filter(name::equals).isPresent()) {
      block.mistake(key, name + " is the training.reference; nothing else may look at the truth");
    }
    return Optional.ofNullable(source);
  }

  /** The source that a block names, which must have an event time. */
  Optional<Source> datedSource(Block block, String key) {
    Optional<Source> source = source(block, key);
    source
        .filter(each -> each.eventTime().isEmpty())
        .ifPresent(
            each ->
                block.mistake(
                    key,
                    "source %s has no event-time; rows that are counted by day need one"
                        .formatted(each.name())));
    return source;
  }

  /** Notes every name that is no column of the source. */
  static void columns(Block block, String key, Source source, Collection<String> names) {
    List<String> known = columnsOf(source);
    for (String name : names) {
      if (!name.isEmpty() && !known.contains(name)) {
        block.mistake(
            key,
            "source %s has no column %s; %s"
                .formatted(source.name(), name, Nearest.hint(name, known)));
      }
    }
  }

  static List<String> columnsOf(Source source) {
    List<String> columns = new ArrayList<>(Arrays.asList(source.schema().fieldNames()));
    source.columns().forEach(column -> columns.add(column.name()));
    return columns;
  }
}
