package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TelecomDefaultTest {
  private static final Path HOME = Path.of("/home");
  private static final Map<String, String> LANDING = Map.of("HOLDFAST_LANDING", "/files");

  @Test
  void withoutAWordItIsTheSampleAtItsLastMonday() {
    assertThat(completed(Map.of()))
        .containsExactly(
            "--problem",
            "/home/conf/telecom-churn.conf",
            "--as-of",
            "2024-12-30",
            "--set",
            "landing=/home/.holdfast/landing/telecom");
  }

  @Test
  void theLandingOfTheEnvironmentIsLeftToTheProblemFile() {
    assertThat(completed(LANDING)).containsExactly("--problem", "/home/conf/telecom-churn.conf");
  }

  @Test
  void theLandingOfTheCommandLineWinsOverTheEnvironment() {
    assertThat(completed(LANDING, "--set", "landing=/sample"))
        .containsExactly(
            "--set",
            "landing=/sample",
            "--problem",
            "/home/conf/telecom-churn.conf",
            "--as-of",
            "2024-12-30");
  }

  @Test
  void aNamedProblemIsLeftAlone() {
    assertThat(completed(Map.of(), "--problem", "my.conf")).containsExactly("--problem", "my.conf");
    assertThat(completed(LANDING, "--problem", "my.conf")).containsExactly("--problem", "my.conf");
  }

  private static String[] completed(Map<String, String> environment, String... line) {
    return new TelecomDefault(HOME, environment, line).complete(line);
  }
}
