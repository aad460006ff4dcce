package dev.holdfast.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import dev.holdfast.problem.Environment;
import dev.holdfast.problem.Overrides;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a run's tables lie and how its Spark is set: the block {@code deployment} of a deployment
 * file.
 *
 * @param tables root folder of all tables, on any file system that Spark writes to
 * @param spark Spark settings by their full names
 */
public record Deployment(String tables, Map<String, String> spark) {

  private static final String DEFAULTS = "holdfast.defaults.deployment";

  public Deployment {
    spark = Map.copyOf(spark);
  }

  /**
   * Reads a deployment file; without one the defaults of {@code reference.conf} hold.
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
      Config all =
          Environment.resolve(
              Overrides.of(overrides).withFallback(stated).withFallback(defaults), environment);
      return of(all.getConfig("deployment"), file);
    } catch (ConfigException wrong) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot read the deployment%s: %s. See conf/local.conf for its form."
              .formatted(file.map(path -> " file " + path).orElse(""), wrong.getMessage()),
          wrong);
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
