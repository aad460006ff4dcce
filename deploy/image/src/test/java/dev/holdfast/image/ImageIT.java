package dev.holdfast.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The container image, built and run: nothing may be written to but what is mounted, by a user who
 * is not root, without a network. Where no Docker engine answers it is skipped, but not where
 * {@code HOLDFAST_REQUIRE_DOCKER} is set, as continuous integration does.
 */
class ImageIT {
  private static final String TAG = "holdfast-it:" + ProcessHandle.current().pid();

  private static final Path HOME = Path.of(System.getProperty("holdfast.home"));

  @TempDir private static Path folder;

  @BeforeAll
  static void build() throws Exception {
    boolean engine = run("docker", "info").code() == 0;
    if (System.getenv("HOLDFAST_REQUIRE_DOCKER") != null) {
      assertThat(engine).as("a Docker engine answers").isTrue();
    }
    assumeTrue(engine, "Skipped: no Docker engine answers here (docker info)");
    Ended built = run(HOME.resolve("deploy/holdfast").toString(), "image", TAG);
    assertThat(built.code()).as(built.said()).isZero();
    assertThat(built.said()).contains(TAG);
  }

  @AfterAll
  static void remove() throws Exception {
    run("docker", "image", "rm", "--force", TAG);
  }

  @Test
  void itSaysWhatItCanDo() throws Exception {
    Ended help = container(folder, "--help");

    assertThat(help.code()).as(help.said()).isZero();
    assertThat(help.said()).contains("weekly").contains("ingestion").contains("rollback");
  }

  @Test
  void tablesOnAnObjectStoreAreWithinReach() throws Exception {
    Ended refused =
        container(
            folder,
            "scoring",
            "--problem",
            "/opt/holdfast/conf/telecom-churn.conf",
            "--as-of",
            "2024-06-17",
            "--set",
            "deployment.tables=s3a://nowhere/tables");

    // The store's client is in the image, and asks for keys that nobody gave it.
    assertThat(refused.code()).as(refused.said()).isEqualTo(2);
    assertThat(refused.said())
        .contains("Cannot write to s3a://nowhere/tables")
        .contains("No AWS Credentials");
  }

  @Test
  void aJobRunsOnAReadOnlyRootAndWritesOnlyWhereItIsTold() throws Exception {
    Path work = Files.createDirectory(folder.resolve("work"));
    assertThat(run("chmod", "777", work.toString()).code()).isZero();

    Ended sample =
        container(work, "sample", "--customers", "200", "--weeks", "24", "--out", "/data/landing");
    assertThat(sample.code()).as(sample.said()).isZero();
    // Training runs XGBoost's native library, which must find its own.
    Ended week =
        container(
            work,
            "weekly",
            "--problem",
            "/opt/holdfast/conf/telecom-churn.conf",
            "--as-of",
            "2024-06-17",
            "--set",
            "landing=/data/landing",
            "--set",
            "deployment.tables=/data/tables",
            "--set",
            "training.split.holdout=1",
            "--set",
            "training.folds.by=entity",
            "--set",
            "training.folds.count=2",
            "--set",
            "training.candidates.linear.regularization=0.003",
            "--set",
            "training.candidates.linear.elastic-net=0.0",
            "--set",
            "training.candidates.boosted.depth=1",
            "--set",
            "training.candidates.boosted.rounds=60");
    assertThat(week.code()).as(week.said()).isZero();

    assertThat(work.resolve("tables/telecom-churn/scores/_delta_log")).isDirectory();
    assertThat(Files.getAttribute(work.resolve("tables"), "unix:uid")).isEqualTo(10001);
    Ended missing = container(work, "scoring", "--problem", "/data/none.conf");
    assertThat(missing.code()).isEqualTo(2);
  }

  private static Ended container(Path work, String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "docker",
                "run",
                "--rm",
                "--network=none",
                "--hostname=localhost",
                "--read-only",
                "--cap-drop=ALL",
                "--security-opt=no-new-privileges",
                "--tmpfs=/tmp:exec",
                "--env=JAVA_TOOL_OPTIONS=" + System.getProperty("short.lived.jvm"),
                "--volume=" + work + ":/data",
                TAG));
    command.addAll(List.of(words));
    return run(command.toArray(String[]::new));
  }

  private record Ended(int code, String said) {}

  private static Ended run(String... command) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException missing) {
      return new Ended(127, missing.getMessage());
    }
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(String.join(" ", command)).isTrue();
      return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      process.destroyForcibly();
    }
  }
}
