package dev.holdfast.card;

import java.util.List;

/** A part of a section of the page. */
public sealed interface Block {

  /** A paragraph. */
  record Text(String words) implements Block {}

  /** A list. */
  record Points(List<String> items) implements Block {
    public Points {
      items = List.copyOf(items);
    }
  }

  /**
   * A table whose first columns are text and whose others are numbers.
   *
   * @param words columns that are text
   * @param strong the number of the row that is set off; -1 for none
   */
  record Table(List<String> heads, List<List<String>> rows, int words, int strong)
      implements Block {
    // Letters.
    private static final int LONG = 40;

    public Table {
      heads = List.copyOf(heads);
      rows = rows.stream().map(List::copyOf).toList();
    }

    /** Whether a column has texts that want a wide column to be read. */
    public boolean isLong(int column) {
      return rows.stream().anyMatch(row -> row.get(column).length() > LONG);
    }
  }

  /**
   * A chart.
   *
   * @param name identifies it on the page
   * @param caption says what is to be seen, in words that stand without the chart
   * @param specification Vega-Lite's, as JSON that may stand within a script element
   */
  record Chart(String name, String title, String caption, String specification) implements Block {}
}
