package dev.holdfast.problem;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import java.util.HashMap;
import java.util.Map;

/** Resolves a configuration's substitutions with an environment that is given, not looked up. */
public final class Environment {

  private Environment() {}

  /**
   * The configuration with every substitution replaced.
   *
   * @throws com.typesafe.config.ConfigException where one names nothing
   */
  public static Config resolve(Config config, Map<String, String> environment) {
    Map<String, String> named = new HashMap<>(environment);
    // Names with dots or dashes cannot be substituted, and would not parse as paths.
    named.keySet().removeIf(name -> !name.matches("[A-Za-z_][A-Za-z0-9_]*"));
    named.keySet().removeAll(config.root().keySet());
    Config resolved =
        config
            .withFallback(ConfigFactory.parseMap(named, "environment"))
            .resolve(ConfigResolveOptions.noSystem());
    for (String name : named.keySet()) {
      resolved = resolved.withoutPath(name);
    }
    return resolved;
  }
}
