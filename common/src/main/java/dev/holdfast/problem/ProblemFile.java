package dev.holdfast.problem;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A problem file before its blocks are read. */
public final class ProblemFile {

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
    String name = name(identity(new Block("", config.root(), mistakes)));
    mistakes.throwIfAny(file);
    return name;
  }

  static Block identity(Block root) {
    return root.block("problem", "a block with name and entity");
  }

  static String name(Block identity) {
    return identity.read(
        "name",
        "a name of lower-case letters, digits and dashes",
        "",
        text -> Optional.of(text).filter(each -> each.matches("[a-z][a-z0-9-]*")));
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
