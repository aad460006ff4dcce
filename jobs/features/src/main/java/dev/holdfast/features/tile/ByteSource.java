package dev.holdfast.features.tile;

import java.util.Arrays;

/** Reads what a {@link ByteSink} wrote. */
final class ByteSource {
  private byte[] bytes = {};
  private int position;

  void read(byte[] from) {
    bytes = from;
    position = 0;
  }

  int position() {
    return position;
  }

  void skip(int count) {
    position += count;
  }

  byte byteAt(int index) {
    return bytes[index];
  }

  byte nextByte() {
    return bytes[position++];
  }

  int nextInt() {
    int value = (int) ByteSink.INTS.get(bytes, position);
    position += Integer.BYTES;
    return value;
  }

  long nextLong() {
    long value = (long) ByteSink.LONGS.get(bytes, position);
    position += Long.BYTES;
    return value;
  }

  long nextNumber() {
    long value = 0;
    int shift = 0;
    byte next = nextByte();
    while (next < 0) {
      value |= (next & 0x7FL) << shift;
      shift += 7;
      next = nextByte();
    }
    value |= (long) next << shift;
    return (value >>> 1) ^ -(value & 1);
  }

  byte[] nextBytes() {
    int length = (int) nextNumber();
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }
}
