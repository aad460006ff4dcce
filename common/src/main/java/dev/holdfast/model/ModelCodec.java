package dev.holdfast.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.FeatureEncoding.Input;
import dev.holdfast.model.FeatureEncoding.Numeric;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes a model as bytes and reads it back, exactly: the letters {@code HFMD}, the format's
 * version, the length of a JSON header and the header, and a payload of the model's own. Java
 * objects are never deserialised.
 */
public final class ModelCodec {
  private static final byte[] MAGIC = "HFMD".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 2;
  // Models of format 1 have no calibrator.
  private static final int OLDEST = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelCodec() {}

  /** Hex SHA-256 of an artefact. */
  public static String digest(byte[] artefact) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(artefact));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  public static byte[] write(TrainedModel model) {
    ObjectNode header = JSON.createObjectNode();
    ArrayNode inputs = header.putArray("inputs");
    for (int i = 0; i < model.inputs().size(); i++) {
      writeInput(inputs.addObject(), model.encoding().inputs().get(i), model.inputs().get(i));
    }
    ObjectNode scores = header.putObject("scores");
    writeNumbers(scores, "edges", model.scores().edges());
    writeNumbers(scores, "shares", model.scores().shares());
    CalibratorCodec.write(header, model.calibrator());
    byte[] payload = ScoringCodec.write(header, model.scoring());
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(MAGIC.length + 2 * Integer.BYTES + json.length + payload.length)
        .put(MAGIC)
        .putInt(VERSION)
        .putInt(json.length)
        .put(json)
        .put(payload)
        .array();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if these bytes are no model of this format
   */
  public static TrainedModel read(byte[] artefact) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(artefact);
      byte[] magic = new byte[MAGIC.length];
      bytes.get(magic);
      if (!Arrays.equals(magic, MAGIC)) {
        throw new IllegalArgumentException("These bytes are not a model of this platform");
      }
      int version = bytes.getInt();
      if (version < OLDEST || version > VERSION) {
        throw new IllegalArgumentException(
            "The model is of format %d; this code reads formats %d to %d"
                .formatted(version, OLDEST, VERSION));
      }
      byte[] json = new byte[Math.min(bytes.getInt(), bytes.remaining())];
      bytes.get(json);
      byte[] payload = new byte[bytes.remaining()];
      bytes.get(payload);
      return model(JSON.readTree(json), payload);
    } catch (IOException | BufferUnderflowException | NegativeArraySizeException broken) {
      throw new IllegalArgumentException("The model's bytes are cut short or damaged", broken);
    }
  }

  private static TrainedModel model(JsonNode header, byte[] payload) {
    List<Input> inputs = new ArrayList<>();
    List<Distribution> distributions = new ArrayList<>();
    for (JsonNode input : header.path("inputs")) {
      String name = input.path("name").asText();
      if (input.has("kept")) {
        List<String> kept = new ArrayList<>();
        input.path("kept").forEach(value -> kept.add(value.asText()));
        Category category = new Category(name, kept);
        inputs.add(category);
        distributions.add(new Distribution.OfCategories(category, numbers(input, "shares")));
      } else {
        inputs.add(new Numeric(name));
        distributions.add(
            new Distribution.OfNumbers(numbers(input, "edges"), numbers(input, "shares")));
      }
    }
    JsonNode scores = header.path("scores");
    ScoringModel scoring = ScoringCodec.read(header, payload);
    return new TrainedModel(
        new FeatureEncoding(inputs),
        scoring,
        CalibratorCodec.read(header),
        distributions,
        new Distribution.OfNumbers(numbers(scores, "edges"), numbers(scores, "shares")));
  }

  private static void writeInput(ObjectNode node, Input input, Distribution distribution) {
    node.put("name", input.name());
    if (input instanceof Category category) {
      ArrayNode kept = node.putArray("kept");
      category.kept().forEach(kept::add);
    }
    if (distribution instanceof Distribution.OfNumbers numbers) {
      writeNumbers(node, "edges", numbers.edges());
    }
    writeNumbers(node, "shares", distribution.shares());
  }

  static void writeNumbers(ObjectNode node, String name, List<Double> numbers) {
    ArrayNode array = node.putArray(name);
    numbers.forEach(array::add);
  }

  static List<Double> numbers(JsonNode node, String name) {
    List<Double> numbers = new ArrayList<>();
    node.path(name).forEach(number -> numbers.add(number.asDouble()));
    return numbers;
  }
}
