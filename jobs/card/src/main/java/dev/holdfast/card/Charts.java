package dev.holdfast.card;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The specifications in {@code charts/}, each a Vega-Lite file, with the rows that they draw. */
final class Charts {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Charts() {}

  /**
   * A chart.
   *
   * @param name of its file
   * @param rows what it draws; numbers that are not known are null
   */
  static Block.Chart of(String name, String title, String caption, List<Map<String, Object>> rows) {
    ObjectNode specification = read(name);
    specification.put("$schema", "https://vega.github.io/schema/vega-lite/v5.json");
    specification.put("width", "container");
    specification.setAll(read("style"));
    // Vega-Lite warns of a height by steps beside the width of a container: one row is one step.
    int step = specification.path("height").path("step").asInt();
    if (step > 0) {
      specification.put("height", step * Math.max(1, rows.size()));
    }
    ArrayNode values = specification.putObject("data").putArray("values");
    rows.forEach(row -> values.add(known(row)));
    // A "</script>" or "<!--" within a value would end the element that holds it.
    String json = specification.toString().replace("<", "\\u003c");
    return new Block.Chart(name, title, caption, json);
  }

  private static ObjectNode known(Map<String, Object> row) {
    ObjectNode node = JSON.createObjectNode();
    row.forEach(
        (field, value) -> {
          if (value instanceof Double number && !Double.isFinite(number)) {
            node.putNull(field);
          } else {
            node.putPOJO(field, value);
          }
        });
    return node;
  }

  private static ObjectNode read(String name) {
    try (InputStream file = Charts.class.getResourceAsStream("charts/" + name + ".json")) {
      return (ObjectNode) JSON.readTree(file);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
