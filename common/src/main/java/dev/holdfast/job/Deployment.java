package dev.holdfast.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import dev.holdfast.problem.Environment;
import dev.holdfast.problem.Overrides;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where a run's tables lie and how its Spark is set: the block {@code deployment} of a deployment
 * file.
 *
 * @param tables root folder of all tables, on any file system that Spark writes to
 * @param spark Spark settings by their full names
 */
public record Deployment(String tables, Map<String, String> spark) {

  private static final Pattern SECRET =
      Pattern.compile("(?i)secret|password|passphrase|session[.]token|access[.]key$");

  private static final String DEFAULTS = "holdfast.defaults.deployment";

  public Deployment {
    spark = Map.copyOf(spark);
  }

  /**
   * Reads a deployment file; without one the defaults of {@code reference.conf} hold. A secret may
   * stand in it as {@code ${?NAME}} of the environment, never as such.
   *
   * @param overrides paths beginning with {@code deployment.} and their values; see {@link
   *     Overrides}
   * @throws JobException with {@link ExitCode#CONFIGURATION}
   */
  public static Deployment read(
      Optional<Path> file, Map<String, String> overrides, Map<String, String> environment) {
    try {
      Config defaults =
          ConfigFactory.parseResources("reference.conf").getConfig(DEFAULTS).atKey("deployment");
      Config stated =
          file.map(path -> ConfigFactory.parseFile(path.toFile(), MUST_EXIST))
              .orElse(ConfigFactory.empty());
      Config written = Overrides.of(overrides).withFallback(stated).withFallback(defaults);
      Deployment deployment =
          of(Environment.resolve(written, environment).getConfig("deployment"), file);
      // With an environment that says nothing, what is left of a secret is what the file says.
      Map<String, String> silent = new HashMap<>(environment);
      silent.replaceAll((name, value) -> "");
      refuseSecrets(of(Environment.resolve(written, silent).getConfig("deployment"), file), file);
      return deployment;
    } catch (ConfigException wrong) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot read the deployment%s: %s. See conf/local.conf for its form."
              .formatted(file.map(path -> " file " + path).orElse(""), wrong.getMessage()),
          wrong);
    }
  }

  /** Names the settings without their values, some of which are secrets. */
  @Override
  public String toString() {
    return "Deployment[tables=%s, spark=%s]".formatted(tables, new TreeMap<>(spark).keySet());
  }

  private static void refuseSecrets(Deployment withoutEnvironment, Optional<Path> file) {
    for (Map.Entry<String, String> setting : withoutEnvironment.spark().entrySet()) {
      if (SECRET.matcher(setting.getKey()).find() && !setting.getValue().isEmpty()) {
        throw new JobException(
            ExitCode.CONFIGURATION,
            "Cannot use the deployment%s: %s is a secret that is written there, or was given to --set, where others can read it. Take it from the environment, ${?NAME}, or leave it to the store's provider chain; see conf/s3.conf."
                .formatted(file.map(path -> " file " + path).orElse(""), setting.getKey()));
      }
    }
  }

  // A relative path is one of this machine's; Delta wants to know where it begins.
  private static String located(String tables) {
    boolean absolute = tables.contains(":/") || tables.startsWith("/");
    return absolute ? tables : Path.of(tables).toAbsolutePath().normalize().toString();
  }

  private static final ConfigParseOptions MUST_EXIST =
      ConfigParseOptions.defaults().setAllowMissing(false);

  private static Deployment of(Config deployment, Optional<Path> file) {
    for (String key : deployment.root().keySet()) {
      if (!key.equals("tables") && !key.equals("spark")) {
        throw new JobException(
            ExitCode.CONFIGURATION,
            "Cannot read the deployment%s: unknown key deployment.%s (%s). Known are tables and spark."
                .formatted(
                    file.map(path -> " file " + path).orElse(""),
                    key,
                    deployment.root().get(key).origin().description()));
      }
    }
    Map<String, String> spark = new TreeMap<>();
    Config settings = deployment.getConfig("spark");
    settings
        .entrySet()
        .forEach(
            entry ->
                spark.put(
                    String.join(".", ConfigUtil.splitPath(entry.getKey())),
                    String.valueOf(entry.getValue().unwrapped())));
    return new Deployment(located(deployment.getString("tables")), spark);
  }
}
