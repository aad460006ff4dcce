package dev.holdfast.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The deployment that {@code deploy/holdfast} uses where none is named: {@code conf/local.conf}.
 */
final class LocalDeployment {

  private LocalDeployment() {}

  static String[] unlessNamed(Path home, String... line) {
    List<String> words = new ArrayList<>(List.of(line));
    if (!words.contains("--deployment")) {
      words.add("--deployment");
      words.add(home.resolve("conf/local.conf").toString());
    }
    return words.toArray(String[]::new);
  }
}
