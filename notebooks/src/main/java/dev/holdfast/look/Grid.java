package dev.holdfast.look;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/**
 * Rows made ready for reading.
 *
 * @param right for each column whether it stands at the right, as numbers do
 * @param cut whether there are more rows than these
 */
record Grid(List<String> header, List<Boolean> right, List<List<String>> rows, boolean cut) {

  Grid {
    header = List.copyOf(header);
    right = List.copyOf(right);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** The first rows of a data set. */
  static Grid of(Dataset<Row> data, int most) {
    List<Row> found = data.limit(most + 1).collectAsList();
    boolean cut = found.size() > most;
    List<Row> shown = cut ? found.subList(0, most) : found;
    List<String> header = new ArrayList<>();
    List<Boolean> right = new ArrayList<>();
    List<Cells> columns = new ArrayList<>();
    StructField[] fields = data.schema().fields();
    for (int column = 0; column < fields.length; column++) {
      int at = column;
      header.add(fields[column].name());
      right.add(fields[column].dataType() instanceof NumericType);
      columns.add(Cells.of(shown.stream().map(row -> row.get(at)).toList()));
    }
    List<List<String>> rows = new ArrayList<>();
    for (int row = 0; row < shown.size(); row++) {
      int at = row;
      rows.add(columns.stream().map(column -> column.texts().get(at)).toList());
    }
    return new Grid(header, right, rows, cut);
  }

  /** As an HTML table, all text escaped. */
  String html() {
    StringBuilder html = new StringBuilder("<table>\n<thead>");
    row(html, "th", header);
    html.append("</thead>\n<tbody>\n");
    rows.forEach(row -> row(html, "td", row));
    html.append("</tbody>\n</table>");
    note().ifPresent(note -> html.append("\n<p><em>").append(note).append("</em></p>"));
    return html.toString();
  }

  /** As text in columns, for a terminal. */
  String text() {
    int[] widths = new int[header.size()];
    for (int column = 0; column < widths.length; column++) {
      int at = column;
      widths[column] =
          rows.stream()
              .mapToInt(row -> row.get(at).length())
              .reduce(header.get(at).length(), Math::max);
    }
    StringBuilder text = new StringBuilder(line(header, widths));
    rows.forEach(row -> text.append(line(row, widths)));
    note().ifPresent(note -> text.append(note).append('\n'));
    return text.toString();
  }

  /** Text as it may stand in HTML. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private Optional<String> note() {
    if (rows.isEmpty()) {
      return Optional.of("no rows");
    }
    return cut
        ? Optional.of(String.format(Locale.ROOT, "and more: the first %d are shown", rows.size()))
        : Optional.empty();
  }

  private void row(StringBuilder html, String tag, List<String> cells) {
    html.append("<tr>");
    for (int column = 0; column < cells.size(); column++) {
      html.append('<')
          .append(tag)
          .append(" style=\"text-align:")
          .append(right.get(column) ? "right" : "left")
          .append("\">")
          .append(escaped(cells.get(column)))
          .append("</")
          .append(tag)
          .append('>');
    }
    html.append("</tr>\n");
  }

  private String line(List<String> cells, int[] widths) {
    List<String> padded = new ArrayList<>();
    for (int column = 0; column < widths.length; column++) {
      String blanks = " ".repeat(widths[column] - cells.get(column).length());
      padded.add(right.get(column) ? blanks + cells.get(column) : cells.get(column) + blanks);
    }
    return padded.stream().collect(Collectors.joining("  ")).stripTrailing() + "\n";
  }
}
