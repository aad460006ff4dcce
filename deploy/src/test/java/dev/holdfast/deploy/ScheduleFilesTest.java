package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples for Airflow and systemd, as far as they can be checked without either running. */
class ScheduleFilesTest {
  private static final Path DEPLOY = ProjectFolder.home().resolve("deploy");

  @TempDir private Path folder;

  @Test
  void theDagIsPython() throws Exception {
    Path dag = Files.copy(DEPLOY.resolve("airflow/holdfast_weekly.py"), folder.resolve("dag.py"));

    Ended python = run("python3", "-m", "py_compile", dag.toString());

    assertThat(python.code()).as(python.said()).isZero();
  }

  @Test
  void theDagSubmitsTheJobsOfAWeekByTheirMainClasses() throws IOException {
    String dag = Files.readString(DEPLOY.resolve("airflow/holdfast_weekly.py"));
    Map<String, String> classes = new TreeMap<>();
    for (MatchResult job :
        Pattern.compile("\"([a-z]+)\": \"(\\w+Job)\"").matcher(dag).results().toList()) {
      classes.put(job.group(1), job.group(2));
    }

    assertThat(classes)
        .containsOnlyKeys("ingestion", "features", "training", "scoring", "monitoring", "card");
    classes.forEach(
        (job, name) ->
            assertThat(
                    ProjectFolder.home()
                        .resolve("jobs/%s/src/main/java/dev/holdfast/%s".formatted(job, job))
                        .resolve(name + ".java"))
                .exists());
  }

  @Test
  void systemdUnderstandsTheServiceAndItsTimer() throws Exception {
    for (String unit : List.of("holdfast-weekly.service", "holdfast-weekly.timer")) {
      // Where it is to be installed there is no project here; it is where the test runs.
      String text = Files.readString(DEPLOY.resolve("systemd").resolve(unit));
      Files.writeString(
          folder.resolve(unit), text.replace("/opt/holdfast", ProjectFolder.home().toString()));
    }

    Ended verified =
        run(
            "systemd-analyze",
            "verify",
            folder.resolve("holdfast-weekly.service").toString(),
            folder.resolve("holdfast-weekly.timer").toString());

    assertThat(verified.code()).as(verified.said()).isZero();
    assertThat(verified.said()).isEmpty();
  }

  private record Ended(int code, String said) {}

  private Ended run(String... command) throws Exception {
    Path output = folder.resolve("output");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException missing) {
      assumeTrue(false, "Skipped: " + command[0] + " is not on this machine");
      throw missing;
    }
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
