package dev.holdfast.features.tile;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeArrayWriter;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * How values of a Spark type are held while days are built and windows composed: whole numbers,
 * booleans, dates and times as {@code long}, fractions as {@code double}, all else as objects that
 * have an order.
 */
public record ValueType(DataType spark, Form form) implements Serializable {

  /** How one value is read from a row, and written to one. */
  public enum Form {
    BOOLEAN,
    BYTE,
    SHORT,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    STRING,
    BINARY,
    DECIMAL,
    /** A map of texts to how often they occur. */
    FREQUENCIES
  }

  /** Whole numbers of 64 bits. */
  public static final ValueType COUNTS = new ValueType(DataTypes.LongType, Form.LONG);

  /** Floating point of 64 bits. */
  public static final ValueType DOUBLES = new ValueType(DataTypes.DoubleType, Form.DOUBLE);

  /** How often texts occur. */
  public static final ValueType FREQUENCIES =
      new ValueType(
          DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType, false),
          Form.FREQUENCIES);

  /** Serialized sketches. */
  public static final ValueType SKETCHES = new ValueType(DataTypes.BinaryType, Form.BINARY);

  /**
   * The type for values of a Spark type.
   *
   * @throws IllegalArgumentException if values of that type cannot be aggregated
   */
  public static ValueType of(DataType type) {
    return new ValueType(type, form(type));
  }

  private static Form form(DataType type) {
    if (type instanceof BooleanType) {
      return Form.BOOLEAN;
    } else if (type instanceof ByteType) {
      return Form.BYTE;
    } else if (type instanceof ShortType) {
      return Form.SHORT;
    } else if (type instanceof IntegerType || type instanceof DateType) {
      return Form.INT;
    } else if (type instanceof LongType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType) {
      return Form.LONG;
    } else if (type instanceof FloatType) {
      return Form.FLOAT;
    } else if (type instanceof DoubleType) {
      return Form.DOUBLE;
    } else if (type instanceof StringType) {
      return Form.STRING;
    } else if (type instanceof DecimalType) {
      return Form.DECIMAL;
    }
    throw new IllegalArgumentException(type.sql());
  }

  /** An empty lane for values of this type. */
  Lane lane() {
    return switch (form) {
      case BOOLEAN, BYTE, SHORT, INT, LONG -> new Lane.Longs();
      case FLOAT, DOUBLE -> new Lane.Doubles();
      case STRING, BINARY, DECIMAL, FREQUENCIES -> new Lane.Objects();
    };
  }

  /** Appends a value of a row or an array to a lane. */
  void read(SpecializedGetters from, int ordinal, Lane to) {
    if (from.isNullAt(ordinal)) {
      to.addNull();
      return;
    }
    switch (form) {
      case BOOLEAN -> ((Lane.Longs) to).add(from.getBoolean(ordinal) ? 1 : 0);
      case BYTE -> ((Lane.Longs) to).add(from.getByte(ordinal));
      case SHORT -> ((Lane.Longs) to).add(from.getShort(ordinal));
      case INT -> ((Lane.Longs) to).add(from.getInt(ordinal));
      case LONG -> ((Lane.Longs) to).add(from.getLong(ordinal));
      case FLOAT -> ((Lane.Doubles) to).add(from.getFloat(ordinal));
      case DOUBLE -> ((Lane.Doubles) to).add(from.getDouble(ordinal));
      // Rows are reused by whoever iterates: what points into one must be copied.
      case STRING -> ((Lane.Objects) to).add(from.getUTF8String(ordinal).clone());
      case BINARY -> ((Lane.Objects) to).add(from.getBinary(ordinal));
      case DECIMAL -> {
        DecimalType type = (DecimalType) spark;
        ((Lane.Objects) to).add(from.getDecimal(ordinal, type.precision(), type.scale()));
      }
      case FREQUENCIES -> throw new IllegalStateException("No input of a row is of type " + spark);
    }
  }

  /** Writes a value of a lane to a row. */
  void write(Lane from, int index, UnsafeRowWriter row, int ordinal) {
    if (from.isNull(index)) {
      writeNull(row, ordinal);
      return;
    }
    switch (form) {
      case BOOLEAN -> row.write(ordinal, ((Lane.Longs) from).get(index) != 0);
      case BYTE -> row.write(ordinal, (byte) ((Lane.Longs) from).get(index));
      case SHORT -> row.write(ordinal, (short) ((Lane.Longs) from).get(index));
      case INT -> row.write(ordinal, (int) ((Lane.Longs) from).get(index));
      case LONG -> row.write(ordinal, ((Lane.Longs) from).get(index));
      case FLOAT -> row.write(ordinal, (float) ((Lane.Doubles) from).get(index));
      case DOUBLE -> row.write(ordinal, ((Lane.Doubles) from).get(index));
      case STRING -> row.write(ordinal, (UTF8String) ((Lane.Objects) from).get(index));
      case BINARY -> row.write(ordinal, (byte[]) ((Lane.Objects) from).get(index));
      case DECIMAL -> {
        DecimalType type = (DecimalType) spark;
        row.write(
            ordinal, (Decimal) ((Lane.Objects) from).get(index), type.precision(), type.scale());
      }
      case FREQUENCIES -> throw new IllegalStateException("A feature is a single value");
    }
  }

  /** Writes that there is no value. */
  void writeNull(UnsafeRowWriter row, int ordinal) {
    if (form == Form.DECIMAL) {
      DecimalType type = (DecimalType) spark;
      row.write(ordinal, (Decimal) null, type.precision(), type.scale());
    } else {
      row.setNullAt(ordinal);
    }
  }

  /** Appends the values of an array in a row to a lane. */
  void readArray(InternalRow row, int ordinal, Lane to) {
    ArrayData array = row.getArray(ordinal);
    int length = array.numElements();
    for (int index = 0; index < length; index++) {
      read(array, index, to);
    }
  }

  /** Writes some values of a lane, given by their indexes, as an array to a row. */
  void writeArray(
      Lane from, int[] indexes, int first, int until, UnsafeRowWriter row, int ordinal) {
    int before = row.cursor();
    UnsafeArrayWriter array = new UnsafeArrayWriter(row, elementBytes());
    array.initialize(until - first);
    for (int index = first; index < until; index++) {
      write(from, indexes[index], array, index - first);
    }
    row.setOffsetAndSizeFromPreviousCursor(ordinal, before);
  }

  private void write(Lane from, int index, UnsafeArrayWriter array, int ordinal) {
    if (from.isNull(index)) {
      writeNull(array, ordinal);
      return;
    }
    switch (form) {
      case BOOLEAN -> array.write(ordinal, ((Lane.Longs) from).get(index) != 0);
      case BYTE -> array.write(ordinal, (byte) ((Lane.Longs) from).get(index));
      case SHORT -> array.write(ordinal, (short) ((Lane.Longs) from).get(index));
      case INT -> array.write(ordinal, (int) ((Lane.Longs) from).get(index));
      case LONG -> array.write(ordinal, ((Lane.Longs) from).get(index));
      case FLOAT -> array.write(ordinal, (float) ((Lane.Doubles) from).get(index));
      case DOUBLE -> array.write(ordinal, ((Lane.Doubles) from).get(index));
      case STRING -> array.write(ordinal, (UTF8String) ((Lane.Objects) from).get(index));
      case DECIMAL -> {
        DecimalType type = (DecimalType) spark;
        array.write(
            ordinal, (Decimal) ((Lane.Objects) from).get(index), type.precision(), type.scale());
      }
      case BINARY, FREQUENCIES ->
          throw new IllegalStateException("No input of a row is of type " + spark.sql());
    }
  }

  private void writeNull(UnsafeArrayWriter array, int ordinal) {
    switch (elementBytes()) {
      case Byte.BYTES -> array.setNull1Bytes(ordinal);
      case Short.BYTES -> array.setNull2Bytes(ordinal);
      case Integer.BYTES -> array.setNull4Bytes(ordinal);
      default -> array.setNull8Bytes(ordinal);
    }
  }

  // What is not a number of at most 8 bytes stands behind the array, which points to it.
  private int elementBytes() {
    return switch (form) {
      case BOOLEAN, BYTE -> Byte.BYTES;
      case SHORT -> Short.BYTES;
      case INT, FLOAT -> Integer.BYTES;
      case LONG, DOUBLE, STRING, BINARY, DECIMAL, FREQUENCIES -> Long.BYTES;
    };
  }
}
