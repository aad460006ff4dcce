package dev.holdfast.problem;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;

/** The values of {@code reference.conf} for the keys that a problem file leaves out. */
final class Defaults {
  private final Config all =
      ConfigFactory.parseResources(Defaults.class.getClassLoader(), "reference.conf")
          .getConfig("holdfast.defaults");

  ConfigObject of(String block) {
    return all.getObject(block);
  }
}
