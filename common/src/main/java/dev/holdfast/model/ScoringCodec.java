package dev.holdfast.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A fitted model as fields of a header and a payload. The payload of a blend is that of its members
 * one after the other; each member's fields say how long its own is.
 */
final class ScoringCodec {
  private static final String KIND = "kind";
  private static final String BOOSTED = "boosted-trees";
  private static final String SHIFT = "shift";
  private static final String LINEAR = "linear";
  private static final String USUAL = "usual";
  private static final String NAIVE_BAYES = "naive-bayes";
  private static final String NEIGHBOURS = "nearest-neighbours";
  private static final String BLEND = "blend";
  private static final String INTERCEPT = "intercept";
  private static final String WEIGHTS = "weights";
  private static final String MEMBERS = "members";
  private static final String BYTES = "bytes";

  private ScoringCodec() {}

  /** Adds the model's fields to the header, and returns its payload. */
  static byte[] write(ObjectNode header, ScoringModel model) {
    if (model instanceof LinearModel linear) {
      header.put(KIND, LINEAR);
      linear
          .usual()
          .ifPresent(
              usual ->
                  ModelCodec.writeNumbers(header, USUAL, Arrays.stream(usual).boxed().toList()));
      return Payloads.write(linear);
    }
    if (model instanceof BoostedTrees trees) {
      header.put(KIND, BOOSTED);
      header.put(SHIFT, trees.shift());
      return trees.ubj();
    }
    if (model instanceof NaiveBayesModel bayes) {
      header.put(KIND, NAIVE_BAYES);
      return Payloads.write(bayes);
    }
    if (model instanceof NearestNeighboursModel neighbours) {
      header.put(KIND, NEIGHBOURS);
      return Payloads.write(neighbours);
    }
    if (model instanceof BlendedModel blend) {
      header.put(KIND, BLEND);
      header.put(INTERCEPT, blend.intercept());
      ModelCodec.writeNumbers(header, WEIGHTS, blend.weights());
      ArrayNode members = header.putArray(MEMBERS);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (ScoringModel member : blend.members()) {
        ObjectNode fields = members.addObject();
        byte[] payload = write(fields, member);
        fields.put(BYTES, payload.length);
        all.writeBytes(payload);
      }
      return all.toByteArray();
    }
    throw new IllegalStateException("No form for " + model);
  }

  /** Reads what {@link #write} wrote. */
  static ScoringModel read(JsonNode header, byte[] payload) {
    String kind = header.path(KIND).asText();
    return switch (kind) {
      case BOOSTED -> new BoostedTrees(payload, header.path(SHIFT).asDouble());
      case LINEAR -> Payloads.linear(payload, ModelCodec.numbers(header, USUAL));
      case NAIVE_BAYES -> Payloads.naiveBayes(payload);
      case NEIGHBOURS -> Payloads.neighbours(payload);
      case BLEND ->
          new BlendedModel(
              header.path(INTERCEPT).asDouble(),
              ModelCodec.numbers(header, WEIGHTS),
              members(header, payload));
      default -> throw new IllegalArgumentException("Unknown kind of model " + kind);
    };
  }

  private static List<ScoringModel> members(JsonNode header, byte[] payload) {
    List<ScoringModel> members = new ArrayList<>();
    int from = 0;
    for (JsonNode fields : header.path(MEMBERS)) {
      int length = fields.path(BYTES).asInt(-1);
      if (length < 0 || length > payload.length - from) {
        throw new IllegalArgumentException(
            "The model's bytes are cut short or damaged: %d of them".formatted(payload.length));
      }
      members.add(read(fields, Arrays.copyOfRange(payload, from, from + length)));
      from += length;
    }
    return members;
  }
}
