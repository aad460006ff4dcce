package dev.holdfast.ingestion;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.holdfast.problem.Source;
import java.util.List;

/** The line at the head of a CSV file, which must name the declared columns in their order. */
final class Header {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final List<String> declared;
  private final CsvParserSettings settings = new CsvParserSettings();

  Header(Source source, ParserOptions options) {
    this.declared = List.of(source.schema().fieldNames());
    settings.getFormat().setDelimiter(options.separator());
    settings.getFormat().setQuote(options.quote());
    settings.setMaxCharsPerColumn(-1);
    settings.setMaxColumns(Math.max(512, 2 * declared.size()));
  }

  /** Whether the line names the columns, whatever its case, quotes or byte order mark. */
  boolean is(String line) {
    String[] names = new CsvParser(settings).parseLine(withoutMark(line));
    if (names == null || names.length != declared.size()) {
      return false;
    }
    for (int column = 0; column < names.length; column++) {
      if (names[column] == null || !names[column].strip().equalsIgnoreCase(declared.get(column))) {
        return false;
      }
    }
    return true;
  }

  List<String> declared() {
    return declared;
  }

  /** A line without the byte order mark that may stand before it. */
  static String withoutMark(String line) {
    return line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
  }
}
