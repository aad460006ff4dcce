package dev.holdfast.look;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts values into a query where it names them, as in {@code WHERE as_of = :week}. */
final class Parameters {
  private static final Pattern NAMED = Pattern.compile("(?<![:\\w]):([a-z]\\w*)");

  private Parameters() {}

  static String bound(String query, Map<String, Object> values) {
    Matcher matcher = NAMED.matcher(query);
    return matcher.replaceAll(
        found ->
            values.containsKey(found.group(1))
                ? Matcher.quoteReplacement(literal(values.get(found.group(1))))
                : Matcher.quoteReplacement(found.group()));
  }

  private static String literal(Object value) {
    if (value instanceof Number number) {
      return number.toString();
    }
    return "'" + String.valueOf(value).replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
