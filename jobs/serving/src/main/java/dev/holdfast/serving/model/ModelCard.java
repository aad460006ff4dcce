package dev.holdfast.serving.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.table.ModelsTable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What the registry states of a model, put in order for a reader. */
final class ModelCard {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> PROVENANCE =
      List.of(
          ModelsTable.TABLE_VERSIONS,
          ModelsTable.PROBLEM_DIGEST,
          ModelsTable.CODE_VERSION,
          ModelsTable.LIBRARIES,
          ModelsTable.SEED,
          ModelsTable.TRAINING_ID,
          ModelsTable.SEARCH_ID,
          ModelsTable.RUN_ID,
          ModelsTable.DIGEST);
  private static final double MOST_COUNTED = 1e15;
  private static final String THRESHOLD = "decision.threshold";

  private ModelCard() {}

  /**
   * The card.
   *
   * @param stated a row of {@link ModelsTable} without its artefact
   */
  static ObjectNode of(ObjectNode stated) {
    ObjectNode card = NODES.objectNode();
    for (String name :
        List.of(
            ModelsTable.VERSION,
            ModelsTable.STATE,
            ModelsTable.AS_OF,
            ModelsTable.CREATED_AT,
            ModelsTable.CANDIDATE,
            ModelsTable.KIND,
            ModelsTable.PARAMETERS)) {
      card.set(name, stated.path(name));
    }
    JsonNode metrics = stated.path(ModelsTable.METRICS);
    // Models registered before it was learnt have none.
    card.set("threshold", metrics.has(THRESHOLD) ? metrics.get(THRESHOLD) : NODES.nullNode());
    card.set(ModelsTable.TRAINING_DAYS, days(stated.path(ModelsTable.TRAINING_DAYS)));
    card.set(ModelsTable.HOLDOUT_DAYS, days(stated.path(ModelsTable.HOLDOUT_DAYS)));
    card.set(ModelsTable.METRICS, nested(metrics));
    card.set(ModelsTable.FEATURES, stated.path(ModelsTable.FEATURES));
    ObjectNode provenance = card.putObject("provenance");
    PROVENANCE.forEach(name -> provenance.set(name, stated.path(name)));
    card.set(ModelsTable.HISTORY, stated.path(ModelsTable.HISTORY));
    return card;
  }

  private static ObjectNode days(JsonNode days) {
    List<String> sorted = new ArrayList<>();
    days.forEach(day -> sorted.add(day.asText()));
    sorted.sort(null);
    ObjectNode node = NODES.objectNode();
    node.put("count", sorted.size());
    if (!sorted.isEmpty()) {
      node.put("first", sorted.get(0));
      node.put("last", sorted.get(sorted.size() - 1));
    }
    return node;
  }

  // holdout.auc, holdout.auc.low and .high become holdout { auc { value, low, high } }.
  private static ObjectNode nested(JsonNode metrics) {
    TreeMap<String, JsonNode> sorted = new TreeMap<>();
    metrics.properties().forEach(metric -> sorted.put(metric.getKey(), plain(metric.getValue())));
    ObjectNode root = NODES.objectNode();
    sorted.forEach(
        (name, value) -> {
          String[] path = name.split("\\.", -1);
          ObjectNode parent = root;
          for (int step = 0; step < path.length - 1; step++) {
            parent = child(parent, path[step]);
          }
          JsonNode there = parent.get(path[path.length - 1]);
          if (there instanceof ObjectNode children) {
            children.set("value", value);
          } else {
            parent.set(path[path.length - 1], value);
          }
        });
    return root;
  }

  // The registry has doubles only; a count of rows is read as one.
  private static JsonNode plain(JsonNode number) {
    double value = number.asDouble();
    return number.isNumber() && value == Math.rint(value) && Math.abs(value) < MOST_COUNTED
        ? NODES.numberNode((long) value)
        : number;
  }

  private static ObjectNode child(ObjectNode parent, String name) {
    JsonNode there = parent.get(name);
    if (there instanceof ObjectNode children) {
      return children;
    }
    ObjectNode made = NODES.objectNode();
    if (there != null) {
      made.set("value", there);
    }
    parent.set(name, made);
    return made;
  }

  static ArrayNode versions(List<Integer> versions) {
    ArrayNode array = NODES.arrayNode();
    versions.forEach(array::add);
    return array;
  }
}
