package dev.holdfast.features.tile;

import java.util.Arrays;

/** A column of values that grows, each of them possibly missing. */
public sealed interface Lane {
  int FIRST_CAPACITY = 16;

  int size();

  boolean isNull(int index);

  void addNull();

  void clear();

  /** Appends a value of another lane of the same kind. */
  void addFrom(Lane other, int index);

  /** The order of two values that are there. */
  int compare(int one, int other);

  /** The order of a value that is there and one of another lane of the same kind. */
  int compareTo(int one, Lane lane, int other);

  /** Whole numbers. */
  final class Longs implements Lane {
    private long[] values = new long[FIRST_CAPACITY];
    private boolean[] missing = new boolean[FIRST_CAPACITY];
    private int size;

    public void add(long value) {
      grow();
      values[size] = value;
      missing[size++] = false;
    }

    public long get(int index) {
      return values[index];
    }

    /** The values themselves, of which the first {@link #size} count; 0 where one is missing. */
    long[] values() {
      return values;
    }

    private void grow() {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
        missing = Arrays.copyOf(missing, size * 2);
      }
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public boolean isNull(int index) {
      return missing[index];
    }

    @Override
    public void addNull() {
      grow();
      values[size] = 0;
      missing[size++] = true;
    }

    @Override
    public void clear() {
      size = 0;
    }

    @Override
    public void addFrom(Lane other, int index) {
      if (other.isNull(index)) {
        addNull();
      } else {
        add(((Longs) other).get(index));
      }
    }

    @Override
    public int compare(int one, int other) {
      return Long.compare(values[one], values[other]);
    }

    @Override
    public int compareTo(int one, Lane lane, int other) {
      return Long.compare(values[one], ((Longs) lane).values[other]);
    }
  }

  /** Fractions; as in Spark, NaN is greater than every number. */
  final class Doubles implements Lane {
    private double[] values = new double[FIRST_CAPACITY];
    private boolean[] missing = new boolean[FIRST_CAPACITY];
    private int size;

    public void add(double value) {
      grow();
      values[size] = value;
      missing[size++] = false;
    }

    public double get(int index) {
      return values[index];
    }

    /** The values themselves, of which the first {@link #size} count; 0 where one is missing. */
    double[] values() {
      return values;
    }

    private void grow() {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
        missing = Arrays.copyOf(missing, size * 2);
      }
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public boolean isNull(int index) {
      return missing[index];
    }

    @Override
    public void addNull() {
      grow();
      values[size] = 0;
      missing[size++] = true;
    }

    @Override
    public void clear() {
      size = 0;
    }

    @Override
    public void addFrom(Lane other, int index) {
      if (other.isNull(index)) {
        addNull();
      } else {
        add(((Doubles) other).get(index));
      }
    }

    @Override
    public int compare(int one, int other) {
      return Double.compare(values[one], values[other]);
    }

    @Override
    public int compareTo(int one, Lane lane, int other) {
      return Double.compare(values[one], ((Doubles) lane).values[other]);
    }
  }

  /** Texts, decimals, sketches. */
  final class Objects implements Lane {
    private Object[] values = new Object[FIRST_CAPACITY];
    private int size;

    public void add(Object value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    public Object get(int index) {
      return values[index];
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public boolean isNull(int index) {
      return values[index] == null;
    }

    @Override
    public void addNull() {
      add(null);
    }

    @Override
    public void clear() {
      Arrays.fill(values, 0, size, null);
      size = 0;
    }

    @Override
    public void addFrom(Lane other, int index) {
      add(((Objects) other).get(index));
    }

    @Override
    @SuppressWarnings("unchecked") // Texts and decimals are compared with their like alone.
    public int compare(int one, int other) {
      return ((Comparable<Object>) values[one]).compareTo(values[other]);
    }

    @Override
    @SuppressWarnings("unchecked")
    public int compareTo(int one, Lane lane, int other) {
      return ((Comparable<Object>) values[one]).compareTo(((Objects) lane).values[other]);
    }
  }
}
