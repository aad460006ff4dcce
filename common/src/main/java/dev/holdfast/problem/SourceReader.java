package dev.holdfast.problem;

import com.typesafe.config.ConfigObject;
import dev.holdfast.problem.Source.Duplicates;
import dev.holdfast.problem.Source.Format;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;

/** Reads a block {@code sources.<name>}. */
final class SourceReader {

  private SourceReader() {}

  static Source read(String name, Block stated, ConfigObject defaults) {
    Block block = stated.withDefaults(defaults);
    Format format = Texts.choice(block, "format", Format.class);
    StructType schema = Sql.schema(block, "schema");
    List<NamedExpression> columns = block.expressions("columns");
    Duplicates duplicates = Texts.choice(block, "duplicates", Duplicates.class);
    Source source =
        new Source(
            name,
            Texts.text(block, "path", "the landing folder"),
            Texts.optionalText(block, "files", "a glob such as *.csv")
                .orElse("*." + format.name().toLowerCase(Locale.ROOT)),
            format,
            options(block, format),
            schema,
            columns,
            Texts.optionalText(block, "event-time", "a column"),
            block.optionalBlock("arrival").map(each -> arrival(each)),
            duplicates,
            Texts.optionalNames(block, "key", "columns"),
            block.expressions("rules"),
            Texts.number(block, "max-quarantined", 0, 1));
    check(block, source);
    block.noMore();
    return source;
  }

  private static Arrival arrival(Block block) {
    if (block.has("column") == block.has("delay")) {
      block.mistake(
          block.has("column") ? "column" : "delay",
          "expected either column, which says when a row arrived, or delay = 2 days");
    }
    Arrival arrival =
        block.has("delay")
            ? new Arrival.Delay(Texts.days(block, "delay"))
            : new Arrival.Column(Texts.optionalText(block, "column", "a column").orElse(""));
    block.noMore();
    return arrival;
  }

  private static Map<String, String> options(Block block, Format format) {
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (format == Format.CSV) {
      options.put("header", "true");
    }
    block.optionalBlock("options").ifPresent(stated -> options.putAll(stated.texts()));
    if (Boolean.parseBoolean(options.get("multiLine"))) {
      block.mistake(
          "options",
          "multiLine is not supported: every line is one record, so that a refused one keeps its text");
    }
    return options;
  }

  private static void check(Block block, Source source) {
    if (!source.schema().isEmpty()) {
      source
          .eventTime()
          .ifPresent(time -> Scope.columns(block, "event-time", source, List.of(time)));
      if (source.arrival().orElse(null) instanceof Arrival.Column arrived) {
        Scope.columns(block, "arrival", source, List.of(arrived.name()));
      }
      Scope.columns(block, "key", source, source.key());
    }
    if (source.arrival().isPresent() && source.eventTime().isEmpty()) {
      block.mistake("arrival", "rows that arrive late need an event-time to be late for");
    }
    Set<String> names = new HashSet<>();
    for (String column : Scope.columnsOf(source)) {
      if (column.startsWith("_")) {
        block.mistake(
            "schema", "column %s begins with _, which is the platform's own".formatted(column));
      }
    }
    List<String> landed = new ArrayList<>(List.of(source.schema().fieldNames()));
    landed.stream()
        .filter(column -> !names.add(column.toLowerCase(Locale.ROOT)))
        .forEach(column -> block.mistake("schema", "column %s stands twice".formatted(column)));
    if (source.duplicates() == Duplicates.LATEST_BY_KEY) {
      if (source.key().isEmpty()) {
        block.mistake(
            "duplicates", "latest-by-key needs a key; expected for example key = [order_id]");
      }
      if (source.eventTime().isEmpty()) {
        block.mistake(
            "duplicates", "latest-by-key needs an event-time, to tell which row is the latest");
      }
    }
  }

  /** The name of the source that knows the truth, read ahead of the training block. */
  static Optional<String> reference(Block root) {
    return root.optionalBlock("training")
        .flatMap(training -> training.optionalBlock("reference"))
        .flatMap(reference -> Texts.optionalText(reference, "source", "the name of a source"));
  }
}
