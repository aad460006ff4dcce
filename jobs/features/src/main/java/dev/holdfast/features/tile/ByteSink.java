package dev.holdfast.features.tile;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow. Numbers of fixed length stand with their lowest byte first. */
final class ByteSink {
  static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int FIRST_CAPACITY = 256;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int size;

  void clear() {
    size = 0;
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, size);
  }

  void putByte(int value) {
    grow(1);
    bytes[size++] = (byte) value;
  }

  void putInt(int value) {
    grow(Integer.BYTES);
    INTS.set(bytes, size, value);
    size += Integer.BYTES;
  }

  void putLong(long value) {
    grow(Long.BYTES);
    LONGS.set(bytes, size, value);
    size += Long.BYTES;
  }

  /** A whole number in 1 to 10 bytes, seven bits each; small ones of either sign are short. */
  void putNumber(long value) {
    long left = (value << 1) ^ (value >> (Long.SIZE - 1));
    while ((left & ~0x7FL) != 0) {
      putByte((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    putByte((int) left);
  }

  /** Bytes behind their number. */
  void putBytes(byte[] values) {
    putNumber(values.length);
    grow(values.length);
    System.arraycopy(values, 0, bytes, size, values.length);
    size += values.length;
  }

  /** Leaves room for some bytes, all 0, and says where they are. */
  int skip(int count) {
    grow(count);
    Arrays.fill(bytes, size, size + count, (byte) 0);
    size += count;
    return size - count;
  }

  /** Sets bits of a byte. */
  void or(int position, int bits) {
    bytes[position] |= (byte) bits;
  }

  private void grow(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
