package dev.holdfast.look;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Row;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/** The values of one column as a person reads them: all numbers with equally many decimals. */
record Cells(List<String> texts) {
  private static final String MISSING = "–";
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  Cells {
    texts = List.copyOf(texts);
  }

  static Cells of(List<Object> values) {
    String decimals = "%,." + decimals(values) + "f";
    return new Cells(values.stream().map(value -> text(value, decimals)).toList());
  }

  // So many that the largest number is told well: 0.0342 and 12.3 and 1,234.
  private static int decimals(List<Object> values) {
    double largest =
        values.stream()
            .filter(Objects::nonNull)
            .filter(Cells::isFraction)
            .mapToDouble(value -> Math.abs(((Number) value).doubleValue()))
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    if (largest >= 100) {
      return 0;
    }
    if (largest >= 10) {
      return 1;
    }
    return largest >= 1 ? 2 : 4;
  }

  private static boolean isFraction(Object value) {
    return value instanceof Double || value instanceof Float || value instanceof BigDecimal;
  }

  private static String text(Object value, String decimals) {
    if (value == null) {
      return MISSING;
    }
    if (isFraction(value)) {
      return String.format(Locale.ROOT, decimals, ((Number) value).doubleValue());
    }
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
    }
    if (value instanceof Timestamp timestamp) {
      return moment(timestamp.toInstant());
    }
    if (value instanceof Instant instant) {
      return moment(instant);
    }
    if (value instanceof byte[] bytes) {
      return String.format(Locale.ROOT, "%,d bytes", bytes.length);
    }
    if (value instanceof Row row) {
      return joined(CollectionConverters.asJava(row.toSeq()), ", ");
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      return entries(CollectionConverters.asJava(map));
    }
    if (value instanceof Iterable<?> many) {
      return joined(CollectionConverters.asJava(many), "; ");
    }
    return value.toString();
  }

  private static String moment(Instant instant) {
    return MOMENT.format(instant);
  }

  private static String entries(Map<?, ?> map) {
    List<String> entries = new ArrayList<>();
    map.forEach((key, value) -> entries.add(key + " = " + text(value, "%,.3f")));
    Collections.sort(entries);
    return String.join("; ", entries);
  }

  private static String joined(java.lang.Iterable<?> values, String separator) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(text(value, "%,.3f")));
    return String.join(separator, texts);
  }
}
