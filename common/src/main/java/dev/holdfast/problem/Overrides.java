package dev.holdfast.problem;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.Optional;

/**
 * The values of {@code --set path=value}, which win over a file.
 *
 * <p>A value is HOCON where it begins with {@code [}, <code>{</code> or {@code "}, or holds a
 * substitution <code>${...}</code>; a number, {@code true}, {@code false} and {@code null} are what
 * they look like. Anything else is text as it stands, so that addresses and SQL, which are no HOCON
 * without quotes, need none here.
 */
public final class Overrides {
  private static final String ORIGIN = "--set";
  private static final String VALUE = "value";

  private Overrides() {}

  /**
   * The overrides as a configuration.
   *
   * @param settings paths and values as they were written
   * @throws ConfigException where a path or value cannot be parsed
   */
  public static Config of(Map<String, String> settings) {
    Config all = ConfigFactory.empty(ORIGIN);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      all = all.withValue(setting.getKey(), value(setting.getValue()));
    }
    return all;
  }

  /** Why a value cannot be used, if it cannot. */
  public static Optional<String> flaw(String text) {
    try {
      value(text);
      return Optional.empty();
    } catch (ConfigException unparsable) {
      return Optional.of(
          "the value is not HOCON: %s. Write a list as [a, b], an object as {a = 1}, and put text that begins with [, { or \" into double quotes"
              .formatted(reason(unparsable)));
    }
  }

  // What the parser says begins with where it said it: a line of a text that has but one.
  private static String reason(ConfigException unparsable) {
    return String.valueOf(unparsable.getMessage()).replaceFirst("^--set: (\\d+: )?", "");
  }

  private static ConfigValue value(String text) {
    String stripped = text.strip();
    boolean stated =
        stripped.startsWith("[")
            || stripped.startsWith("{")
            || stripped.startsWith("\"")
            || stripped.contains("${");
    return stated ? parsed(stripped) : plain(text);
  }

  private static ConfigValue plain(String text) {
    ConfigValue asText = ConfigValueFactory.fromAnyRef(text, ORIGIN);
    try {
      ConfigValue value = parsed(text);
      ConfigValueType type = value.valueType();
      boolean bare =
          type == ConfigValueType.NUMBER
              || type == ConfigValueType.BOOLEAN
              || type == ConfigValueType.NULL;
      return bare ? value.withOrigin(asText.origin()) : asText;
    } catch (ConfigException noHocon) {
      return asText;
    }
  }

  private static ConfigValue parsed(String text) {
    Config one =
        ConfigFactory.parseString(
            VALUE + " = " + text, ConfigParseOptions.defaults().setOriginDescription(ORIGIN));
    if (one.root().size() != 1) {
      throw new ConfigException.Parse(one.origin(), "it is more than one value");
    }
    return one.root().get(VALUE);
  }
}
