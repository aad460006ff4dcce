package dev.holdfast.serving.store;

import com.fasterxml.jackson.core.JsonGenerator;
import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Cells of a table as JSON: days and moments as ISO 8601 texts, NaN and infinity as null. */
public final class Cells {

  private Cells() {}

  /** Writes a row as members of the object that is open. */
  public static void write(JsonGenerator json, ColumnarBatch batch, int row) throws IOException {
    List<StructField> fields = batch.getSchema().fields();
    for (int column = 0; column < fields.size(); column++) {
      json.writeFieldName(fields.get(column).getName());
      write(json, batch.getColumnVector(column), row);
    }
  }

  /** Writes a value. */
  public static void write(JsonGenerator json, ColumnVector cells, int row) throws IOException {
    DataType type = cells.getDataType();
    if (cells.isNullAt(row)) {
      json.writeNull();
    } else if (type instanceof StructType struct) {
      json.writeStartObject();
      for (int child = 0; child < struct.length(); child++) {
        json.writeFieldName(struct.at(child).getName());
        write(json, cells.getChild(child), row);
      }
      json.writeEndObject();
    } else if (type instanceof ArrayType) {
      array(json, cells.getArray(row));
    } else if (type instanceof MapType) {
      map(json, cells.getMap(row));
    } else if (type instanceof BooleanType) {
      json.writeBoolean(cells.getBoolean(row));
    } else if (type instanceof DoubleType) {
      number(json, cells.getDouble(row));
    } else if (type instanceof FloatType) {
      number(json, cells.getFloat(row));
    } else if (type instanceof DecimalType) {
      json.writeNumber(cells.getDecimal(row));
    } else if (isWhole(type)) {
      json.writeNumber(whole(cells, row));
    } else {
      json.writeString(text(cells, row));
    }
  }

  /** A value of a key, which is not null, as the text that names it. */
  public static String text(ColumnVector cells, int row) {
    DataType type = cells.getDataType();
    if (type instanceof StringType) {
      return cells.getString(row);
    }
    if (type instanceof DateType) {
      return LocalDate.ofEpochDay(cells.getInt(row)).toString();
    }
    if (type instanceof TimestampType) {
      return moment(cells.getLong(row)).toString();
    }
    if (type instanceof TimestampNTZType) {
      return LocalDateTime.ofInstant(moment(cells.getLong(row)), ZoneOffset.UTC).toString();
    }
    if (type instanceof DecimalType) {
      return cells.getDecimal(row).toPlainString();
    }
    if (type instanceof BooleanType) {
      return String.valueOf(cells.getBoolean(row));
    }
    if (type instanceof DoubleType) {
      return String.valueOf(cells.getDouble(row));
    }
    if (isWhole(type)) {
      return String.valueOf(whole(cells, row));
    }
    throw new IllegalStateException("A value of type %s has no text".formatted(type));
  }

  private static void array(JsonGenerator json, ArrayValue array) throws IOException {
    json.writeStartArray();
    for (int element = 0; element < array.getSize(); element++) {
      write(json, array.getElements(), element);
    }
    json.writeEndArray();
  }

  private static void map(JsonGenerator json, MapValue map) throws IOException {
    json.writeStartObject();
    for (int entry = 0; entry < map.getSize(); entry++) {
      json.writeFieldName(map.getKeys().getString(entry));
      write(json, map.getValues(), entry);
    }
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, double number) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeNull();
    }
  }

  private static boolean isWhole(DataType type) {
    return type instanceof LongType
        || type instanceof IntegerType
        || type instanceof ShortType
        || type instanceof ByteType;
  }

  private static long whole(ColumnVector cells, int row) {
    DataType type = cells.getDataType();
    if (type instanceof LongType) {
      return cells.getLong(row);
    }
    if (type instanceof IntegerType) {
      return cells.getInt(row);
    }
    return type instanceof ShortType ? cells.getShort(row) : cells.getByte(row);
  }

  private static Instant moment(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
