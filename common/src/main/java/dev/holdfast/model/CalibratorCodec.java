package dev.holdfast.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A calibrator's form in the header of a model; a header without one means {@code Identity}. */
final class CalibratorCodec {
  private static final String KEY = "calibrator";
  private static final String KIND = "kind";
  private static final String PLATT = "platt";
  private static final String ISOTONIC = "isotonic";

  private CalibratorCodec() {}

  static void write(ObjectNode header, Calibrator calibrator) {
    if (calibrator instanceof Calibrator.Platt platt) {
      header
          .putObject(KEY)
          .put(KIND, PLATT)
          .put("slope", platt.slope())
          .put("intercept", platt.intercept());
    } else if (calibrator instanceof Calibrator.Isotonic isotonic) {
      ObjectNode node = header.putObject(KEY).put(KIND, ISOTONIC);
      ArrayNode scores = node.putArray("scores");
      isotonic.scores().forEach(scores::add);
      ArrayNode probabilities = node.putArray("probabilities");
      isotonic.probabilities().forEach(probabilities::add);
    }
  }

  static Calibrator read(JsonNode header) {
    if (!header.has(KEY)) {
      return new Calibrator.Identity();
    }
    JsonNode node = header.path(KEY);
    String kind = node.path(KIND).asText();
    return switch (kind) {
      case PLATT ->
          new Calibrator.Platt(node.path("slope").asDouble(), node.path("intercept").asDouble());
      case ISOTONIC ->
          new Calibrator.Isotonic(numbers(node, "scores"), numbers(node, "probabilities"));
      default -> throw new IllegalArgumentException("Unknown kind of calibrator " + kind);
    };
  }

  private static List<Double> numbers(JsonNode node, String name) {
    List<Double> numbers = new ArrayList<>();
    node.path(name).forEach(number -> numbers.add(number.asDouble()));
    return numbers;
  }
}
