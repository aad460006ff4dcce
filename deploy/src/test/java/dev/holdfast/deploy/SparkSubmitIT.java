package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job jars under spark-submit, a process a job, against the same week in one process. */
class SparkSubmitIT {
  private static final String AS_OF = "2024-07-01";
  private static final Map<String, String> MAIN_CLASSES =
      Map.of(
          "ingestion", "dev.holdfast.ingestion.IngestionJob",
          "features", "dev.holdfast.features.FeaturesJob",
          "training", "dev.holdfast.training.TrainingJob",
          "scoring", "dev.holdfast.scoring.ScoringJob",
          "monitoring", "dev.holdfast.monitoring.MonitoringJob");

  @TempDir private Path folder;

  @Test
  void eachJobAsAProcessGivesTheTablesOfTheOneProcess() throws Exception {
    Path landing = folder.resolve("landing");
    Command sample =
        Command.run(
            List.of("sample", "--customers", "500", "--weeks", "26", "--out", landing.toString()));
    assertThat(sample.exitCode()).as(sample.err()).isZero();

    Command week =
        Command.run(
            Command.words(List.of("weekly"), arguments(landing, folder.resolve("one-process"))));
    assertThat(week.exitCode()).as(week.err()).isZero();
    for (String job : List.of("ingestion", "features", "training", "scoring", "monitoring")) {
      submit(job, arguments(landing, folder.resolve("submitted")));
    }

    TableState.inSession(
        spark -> {
          for (String table :
              List.of(
                  "raw/calls",
                  "raw/customers",
                  "quarantine",
                  "features",
                  "labels",
                  "scores",
                  "drift")) {
            assertThat(TableState.rows(spark, path("submitted", table), "_file", "file"))
                .as(table)
                .isEqualTo(TableState.rows(spark, path("one-process", table), "_file", "file"));
          }
          assertThat(modelDigests(spark, "submitted"))
              .isEqualTo(modelDigests(spark, "one-process"));
          return null;
        });
  }

  private static String[] arguments(Path landing, Path tables) {
    return new String[] {
      "--problem",
      RealData.home().resolve("conf/telecom-churn.conf").toString(),
      "--deployment",
      RealData.home().resolve("conf/local.conf").toString(),
      "--as-of",
      AS_OF,
      "--set",
      "landing=" + landing,
      "--set",
      "training.split.holdout=3",
      "--set",
      "deployment.tables=" + tables
    };
  }

  private static void submit(String job, String... arguments) throws Exception {
    Path home = RealData.home();
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("@" + home.resolve("deploy/local/jvm.args"));
    words.addAll(List.of("-Xmx2g", "-XX:TieredStopAtLevel=1"));
    words.add("-Dlog4j2.configurationFile=file:" + home.resolve("deploy/local/log4j2.properties"));
    words.add("-cp");
    words.add(Files.readString(home.resolve("deploy/target/spark.classpath")).strip());
    words.add("org.apache.spark.deploy.SparkSubmit");
    words.addAll(List.of("--master", "local[2]", "--conf", "spark.ui.enabled=false"));
    words.addAll(List.of("--class", MAIN_CLASSES.get(job)));
    words.add(jobJar(home, job).toString());
    words.addAll(Arrays.asList(arguments));

    Process process = new ProcessBuilder(words).inheritIO().start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(job + " ended").isTrue();
      assertThat(process.exitValue()).as(job).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Path jobJar(Path home, String job) throws IOException {
    try (Stream<Path> jars = Files.list(home.resolve("jobs/" + job + "/target"))) {
      return jars.filter(jar -> jar.getFileName().toString().endsWith("-job.jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("No job jar of " + job + ": package first"));
    }
  }

  private List<String> modelDigests(org.apache.spark.sql.SparkSession spark, String run) {
    return spark
        .read()
        .format("delta")
        .load(path(run, "models").toString())
        .select("digest")
        .as(org.apache.spark.sql.Encoders.STRING())
        .collectAsList();
  }

  private Path path(String run, String table) {
    return folder.resolve(run).resolve("telecom-churn").resolve(table);
  }
}
