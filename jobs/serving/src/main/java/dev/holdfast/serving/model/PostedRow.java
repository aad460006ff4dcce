package dev.holdfast.serving.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.holdfast.model.FeatureEncoding;
import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.FeatureEncoding.Input;
import dev.holdfast.problem.Nearest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A row of features that somebody posted, as the values of a model's inputs in their order: a
 * number, a truth value, a text, or null where it is missing.
 */
public final class PostedRow {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final List<Input> inputs;
  private final Object[] values;

  private PostedRow(List<Input> inputs, Object[] values) {
    this.inputs = inputs;
    this.values = values;
  }

  /** A row that cannot be scored, with all that is wrong with it. */
  public static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String why) {
      super(why);
    }
  }

  /**
   * Reads a row.
   *
   * @param body a JSON object with a member for each feature; those left out are missing
   * @throws Unusable if it is none, has other members, or values of another type
   */
  static PostedRow read(byte[] body, FeatureEncoding encoding) throws Unusable {
    JsonNode posted = parsed(body);
    if (!posted.isObject()) {
      throw new Unusable(
          "the body is not a JSON object; expected one with a member for each feature, such as {\"%s\": %s}"
              .formatted(
                  encoding.columns().get(0),
                  encoding.inputs().get(0) instanceof Category ? "\"text\"" : "1.5"));
    }
    List<String> mistakes = new ArrayList<>();
    Object[] values = new Object[encoding.inputs().size()];
    for (int input = 0; input < values.length; input++) {
      values[input] = value(encoding.inputs().get(input), posted, mistakes);
    }
    Set<String> known = new HashSet<>(encoding.columns());
    for (Map.Entry<String, JsonNode> member : posted.properties()) {
      if (!known.contains(member.getKey())) {
        mistakes.add(
            "%s is no feature of the model (%s)"
                .formatted(member.getKey(), Nearest.hint(member.getKey(), encoding.columns())));
      }
    }
    if (!mistakes.isEmpty()) {
      throw new Unusable(String.join("; ", mistakes));
    }
    return new PostedRow(encoding.inputs(), values);
  }

  /** The value of an input. */
  Object value(int input) {
    return values[input];
  }

  /** The features that have no value. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (int input = 0; input < values.length; input++) {
      if (values[input] == null) {
        missing.add(inputs.get(input).name());
      }
    }
    return missing;
  }

  private static JsonNode parsed(byte[] body) throws Unusable {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException wrong) {
      throw new Unusable(
          "the body is not JSON: %s (line %d, column %d)"
              .formatted(
                  wrong.getOriginalMessage(),
                  wrong.getLocation() == null ? 1 : wrong.getLocation().getLineNr(),
                  wrong.getLocation() == null ? 1 : wrong.getLocation().getColumnNr()));
    } catch (IOException wrong) {
      throw new Unusable("the body is not JSON: " + wrong.getMessage());
    }
  }

  private static Object value(Input input, JsonNode posted, List<String> mistakes) {
    JsonNode value = posted.get(input.name());
    if (value == null || value.isNull()) {
      return null;
    }
    boolean text = input instanceof Category;
    if (text && value.isTextual()) {
      return value.textValue();
    }
    if (!text && value.isBoolean()) {
      return value.booleanValue();
    }
    if (!text && value.isNumber()) {
      return value.numberValue();
    }
    mistakes.add(
        "%s is %s; expected %s, or null where it is missing"
            .formatted(input.name(), shortened(value), text ? "a text" : "a number"));
    return null;
  }

  private static String shortened(JsonNode value) {
    String text = value.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
