package dev.holdfast.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Universal Binary JSON (ubjson.org, draft 12), the form in which XGBoost saves a model:
 * objects as maps, arrays of one type of number as primitive arrays, other arrays as lists.
 */
final class UbJson {
  private final ByteBuffer bytes;

  private UbJson(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException if the bytes are cut short or of another form
   */
  static Object read(byte[] ubj) {
    try {
      UbJson reader = new UbJson(ByteBuffer.wrap(ubj));
      return reader.value(reader.marker());
    } catch (BufferUnderflowException | NegativeArraySizeException broken) {
      throw new IllegalArgumentException("The trees' bytes are cut short or damaged", broken);
    }
  }

  private char marker() {
    char marker;
    do {
      marker = (char) bytes.get();
    } while (marker == 'N');
    return marker;
  }

  private char peek() {
    return (char) bytes.get(bytes.position());
  }

  private boolean follows(char wanted) {
    if (bytes.hasRemaining() && peek() == wanted) {
      bytes.get();
      return true;
    }
    return false;
  }

  private Object value(char marker) {
    return switch (marker) {
      case 'Z' -> "null";
      case 'T' -> true;
      case 'F' -> false;
      case 'i' -> (long) bytes.get();
      case 'U' -> (long) (bytes.get() & 0xff);
      case 'I' -> (long) bytes.getShort();
      case 'l' -> (long) bytes.getInt();
      case 'L' -> bytes.getLong();
      case 'd' -> (double) bytes.getFloat();
      case 'D' -> bytes.getDouble();
      case 'C' -> String.valueOf((char) bytes.get());
      case 'S' -> text();
      case '[' -> array();
      case '{' -> object();
      default ->
          throw new IllegalArgumentException(
              "The trees' bytes are damaged: no value begins with byte %d (at %d)"
                  .formatted((int) marker, bytes.position() - 1));
    };
  }

  private int length() {
    Object length = value(marker());
    if (length instanceof Long count && count >= 0 && count <= bytes.remaining()) {
      return count.intValue();
    }
    throw new IllegalArgumentException("The trees' bytes are damaged: a length of " + length);
  }

  private String text() {
    byte[] text = new byte[length()];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    int count = follows('#') ? length() : Integer.MAX_VALUE;
    while (members.size() < count && !(count == Integer.MAX_VALUE && follows('}'))) {
      String name = text();
      members.put(name, value(marker()));
    }
    return members;
  }

  private Object array() {
    if (follows('$')) {
      char type = (char) bytes.get();
      if (!follows('#')) {
        throw new IllegalArgumentException(
            "The trees' bytes are damaged: a typed array without a length");
      }
      return numbers(type, length());
    }
    List<Object> values = new ArrayList<>();
    int count = follows('#') ? length() : Integer.MAX_VALUE;
    while (values.size() < count && !(count == Integer.MAX_VALUE && follows(']'))) {
      values.add(value(marker()));
    }
    return values;
  }

  private Object numbers(char type, int count) {
    if (type == 'd') {
      float[] numbers = new float[count];
      bytes.asFloatBuffer().get(numbers);
      bytes.position(bytes.position() + count * Float.BYTES);
      return numbers;
    }
    if (type == 'l') {
      int[] numbers = new int[count];
      bytes.asIntBuffer().get(numbers);
      bytes.position(bytes.position() + count * Integer.BYTES);
      return numbers;
    }
    if (type == 'i' || type == 'U') {
      byte[] numbers = new byte[count];
      bytes.get(numbers);
      return numbers;
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(value(type));
    }
    return values;
  }
}
