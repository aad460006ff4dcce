package dev.holdfast.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingOptionsTest {
  private static final Map<String, String> TOKEN = Map.of(ServingOptions.TOKEN, "secret-words");

  @TempDir private Path folder;
  private Path problem;

  @BeforeEach
  void writeProblem() throws IOException {
    problem = Files.writeString(folder.resolve("p.conf"), "problem { name = shop, entity = [id] }");
  }

  @Test
  void onlyThisMachineIsServedUnlessATokenIsSetOrItIsSaid() {
    for (String beyond : List.of("0.0.0.0:8080", "[::]:8080", "192.0.2.7:80")) {
      assertThatThrownBy(() -> plan(Map.of(), "--listen", beyond))
          .isInstanceOfSatisfying(
              JobException.class,
              refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
          .hasMessageContaining("Cannot listen on " + beyond)
          .hasMessageContaining("HOLDFAST_TOKEN");
      assertThat(plan(TOKEN, "--listen", beyond)).contains(beyond).contains("asks for the token");
      assertThat(plan(Map.of(), "--listen", beyond, "--without-token"))
          .contains("asks for no token");
    }
    for (String here : List.of("127.0.0.1:1", "localhost:8080", "[::1]:8080")) {
      assertThat(plan(Map.of(), "--listen", here)).contains("listens on " + here);
    }
    assertThat(plan(Map.of())).contains("listens on 127.0.0.1:8080").contains("every 5.0 s");
  }

  @Test
  void theTokenIsNeverPrinted() {
    assertThat(plan(TOKEN)).doesNotContain("secret-words");
    assertThat(ServingOptions.of(arguments(), TOKEN).toString()).doesNotContain("secret-words");
    assertThatThrownBy(() -> plan(Map.of(ServingOptions.TOKEN, " ")))
        .hasMessageContaining("HOLDFAST_TOKEN is blank");
  }

  @Test
  void mistakesAreSaidWithExitCodeTwo() {
    for (Map.Entry<List<String>, String> wrong :
        Map.of(
                List.of("--listen", "8080"), "expected host:port",
                List.of("--listen", "x:99999"), "expected host:port",
                List.of("--listen", "no-such-host.invalid:80"), "knows no address",
                List.of("--every", "0"), "expected seconds",
                List.of("--every", "often"), "expected seconds",
                List.of("--as-of", "2024-03-04"), "--as-of is not taken",
                List.of("--replace"), "unknown argument --replace",
                List.of("--set", "problem.name=Shop"), "problem.name")
            .entrySet()) {
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      assertThatThrownBy(() -> plan(Map.of(), wrong.getKey().toArray(String[]::new)))
          .isInstanceOfSatisfying(
              RuntimeException.class,
              thrown ->
                  assertThat(
                          ServingJob.report(
                              thrown, false, new PrintStream(err, true, StandardCharsets.UTF_8)))
                      .isEqualTo(ExitCode.CONFIGURATION));
      assertThat(err.toString(StandardCharsets.UTF_8))
          .startsWith("holdfast: Cannot ")
          .contains(wrong.getValue());
    }
  }

  @Test
  void withoutTablesThereIsNothingToServe() {
    assertThatThrownBy(
            () ->
                ServingJob.start(
                    System.out,
                    Map.of(),
                    words("--set", "deployment.tables=" + folder, "--listen", "127.0.0.1:0")))
        .isInstanceOfSatisfying(
            JobException.class,
            refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("Cannot serve shop: there is no table in")
        .hasMessageContaining("weekly");
  }

  @Test
  void helpNamesEveryOption() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(
            ServingJob.start(
                new PrintStream(out, true, StandardCharsets.UTF_8), Map.of(), "--help"))
        .isEmpty();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("--problem FILE", "--listen HOST:PORT", "--every SECONDS", "--without-token")
        .contains("HOLDFAST_TOKEN");
  }

  private String plan(Map<String, String> environment, String... more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String[] words =
        words(Stream.concat(Stream.of(more), Stream.of("--dry-run")).toArray(String[]::new));
    assertThat(
            ServingJob.start(
                new PrintStream(out, true, StandardCharsets.UTF_8), environment, words))
        .isEmpty();
    return out.toString(StandardCharsets.UTF_8);
  }

  private dev.holdfast.job.Arguments arguments() {
    return dev.holdfast.job.Arguments.parse("serve", ServingOptions.OWN, words());
  }

  private String[] words(String... more) {
    return Stream.concat(Stream.of("--problem", problem.toString()), Stream.of(more))
        .toArray(String[]::new);
  }
}
