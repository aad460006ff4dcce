package dev.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static final List<Job.Option> REPLACE =
      List.of(new Job.Option("--replace", "", "builds the day again"));

  @Test
  void everyOptionIsRead() {
    Arguments arguments =
        Arguments.parse(
            "scoring",
            REPLACE,
            "--problem",
            "churn.conf",
            "--deployment",
            "local.conf",
            "--as-of",
            "2024-04-01",
            "--set",
            "deployment.tables=/tmp/t",
            "--set",
            "decision.capacity=7",
            "--replace",
            "--dry-run");

    assertThat(arguments.problem()).isEqualTo(Path.of("churn.conf"));
    assertThat(arguments.deployment()).contains(Path.of("local.conf"));
    assertThat(arguments.asOf()).contains(LocalDate.of(2024, 4, 1));
    assertThat(arguments.deploymentSettings()).isEqualTo(Map.of("deployment.tables", "/tmp/t"));
    assertThat(arguments.problemSettings()).isEqualTo(Map.of("decision.capacity", "7"));
    assertThat(arguments.options().has("--replace")).isTrue();
    assertThat(arguments.dryRun()).isTrue();
    assertThat(arguments.verbose()).isFalse();
  }

  @Test
  void everyMistakeIsReportedAtOnce() {
    assertThatThrownBy(
            () ->
                Arguments.parse(
                    "scoring", List.of(), "--as-of", "monday", "--replace", "--set", "nothing"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("--as-of monday is not a date")
        .hasMessageContaining("unknown argument --replace")
        .hasMessageContaining("--set nothing is not of the form path=value")
        .hasMessageContaining("--problem FILE is missing")
        .extracting(thrown -> ((JobException) thrown).exitCode())
        .isEqualTo(ExitCode.CONFIGURATION);
  }

  @Test
  void aValueMayHoldAnEqualsSign() {
    Arguments arguments =
        Arguments.parse("x", List.of(), "--problem", "p", "--set", "label.where=a = 'b'");

    assertThat(arguments.settings()).containsEntry("label.where", "a = 'b'");
  }

  @Test
  void aValueThatIsNoHoconIsReportedWithItsSetting() {
    assertThatThrownBy(
            () ->
                Arguments.parse(
                    "x",
                    List.of(),
                    "--problem",
                    "p",
                    "--set",
                    "problem.entity=[a, b",
                    "--set",
                    "x"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("--set problem.entity=[a, b: the value is not HOCON")
        .hasMessageContaining("--set x is not of the form path=value")
        .extracting(thrown -> ((JobException) thrown).exitCode())
        .isEqualTo(ExitCode.CONFIGURATION);
  }

  @Test
  void aSettingIsReadWithoutItsQuotes() {
    Arguments arguments =
        Arguments.parse("x", List.of(), "--problem", "p", "--set", "landing=\"/a b\"");

    assertThat(arguments.setting("landing")).contains("/a b");
    assertThat(arguments.setting("other")).isEmpty();
  }

  @Test
  void helpAsksForNothingElse() {
    assertThat(Arguments.parse("scoring", List.of(), "--help").help()).isTrue();
  }
}
