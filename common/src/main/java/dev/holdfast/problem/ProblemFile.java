package dev.holdfast.problem;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A problem file before its blocks are read. */
public final class ProblemFile {

  /** What the name of a problem is to be. */
  static final String EXPECTED = "a name of lower-case letters, digits and dashes";

  private static final String NAME = "problem.name";

  private ProblemFile() {}

  /**
   * The name of the problem: all that somebody needs to find its tables. The rest of the file is
   * not looked at, which takes Spark; {@link ProblemReader} does.
   *
   * @param overrides paths and values that win over the file; see {@link Overrides}
   * @throws InvalidProblemException if the file cannot be parsed or has no proper name
   */
  public static String name(
      Path file, Map<String, String> overrides, Map<String, String> environment) {
    Mistakes mistakes = new Mistakes();
    Config config = resolved(file, overrides, environment, mistakes);
    mistakes.throwIfAny(file);
    // Not by a Block, which reads SQL too.
    if (!config.hasPath(NAME)) {
      mistakes.add(config.origin(), NAME, "missing; expected " + EXPECTED);
    } else if (!isName(String.valueOf(config.getValue(NAME).unwrapped()))) {
      ConfigValue value = config.getValue(NAME);
      mistakes.add(
          value.origin(), NAME, "found \"%s\"; expected %s".formatted(value.unwrapped(), EXPECTED));
    }
    mistakes.throwIfAny(file);
    return config.getString(NAME);
  }

  static boolean isName(String text) {
    return text.matches("[a-z][a-z0-9-]*");
  }

  static Config resolved(
      Path file,
      Map<String, String> overrides,
      Map<String, String> environment,
      Mistakes mistakes) {
    if (!Files.isRegularFile(file)) {
      mistakes.add(file.toString(), "(file)", "there is no such file");
      return ConfigFactory.empty();
    }
    try {
      Config stated =
          ConfigFactory.parseFile(
              file.toFile(),
              ConfigParseOptions.defaults().setAllowMissing(false).setSyntax(ConfigSyntax.CONF));
      Config all = Overrides.of(overrides).withFallback(stated);
      return Environment.resolve(all, environment);
    } catch (ConfigException wrong) {
      if (wrong.origin() == null) {
        mistakes.add(file.toString(), "(file)", wrong.getMessage());
      } else {
        mistakes.add(wrong.origin(), "(file)", wrong.getMessage());
      }
      return ConfigFactory.empty();
    }
  }
}
