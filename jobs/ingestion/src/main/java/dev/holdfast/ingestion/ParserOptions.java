package dev.holdfast.ingestion;

import dev.holdfast.problem.Source;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The options of a source's parser, by names in any case. */
final class ParserOptions {
  private final Source.Format format;
  private final Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  ParserOptions(Source source) {
    this.format = source.format();
    options.putAll(source.options());
  }

  /** Whether every file begins with a line that names the columns. */
  boolean header() {
    return format == Source.Format.CSV
        && Boolean.parseBoolean(options.getOrDefault("header", "true"));
  }

  String separator() {
    return options.getOrDefault("sep", options.getOrDefault("delimiter", ","));
  }

  char quote() {
    String quote = options.getOrDefault("quote", "\"");
    return quote.isEmpty() ? '\0' : quote.charAt(0);
  }

  String charset() {
    return options
        .getOrDefault("encoding", options.getOrDefault("charset", "UTF-8"))
        .toUpperCase(Locale.ROOT);
  }

  /** What begins a line that is no row; empty if nothing does. */
  String comment() {
    return options.getOrDefault("comment", "");
  }

  /** What from_csv and from_json take, for a schema whose last column is {@code corrupt}. */
  Map<String, String> forRows(String corrupt) {
    Map<String, String> rowOptions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    rowOptions.putAll(options);
    rowOptions.remove("header");
    rowOptions.put("mode", "PERMISSIVE");
    rowOptions.put("columnNameOfCorruptRecord", corrupt);
    // An empty value is no value, quoted or not.
    rowOptions.putIfAbsent("emptyValue", rowOptions.getOrDefault("nullValue", ""));
    return rowOptions;
  }
}
