package dev.holdfast.deploy.cluster;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every job's jar under spark-submit on threads of the driver, a process a job, against the same
 * week in one process. {@link ClusterWeekIT} does so on a cluster.
 */
class SubmittedWeekIT {
  @TempDir private Path folder;

  @Test
  void onThreadsOfTheDriver() throws Exception {
    SmallWeek week = SmallWeek.inOneProcess(folder);
    Path tables = folder.resolve("threads");
    Path logs = Files.createDirectory(folder.resolve("threads-logs"));
    for (String job : ClusterWeek.JOBS) {
      Process process =
          new ProcessBuilder(submitted(job, week.arguments(tables.toString())))
              .redirectErrorStream(true)
              .redirectOutput(logs.resolve(job + ".log").toFile())
              .start();
      try {
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(job + " ended").isTrue();
        assertThat(process.exitValue()).as("%s%n%s", job, SmallWeek.printed(logs)).isZero();
      } finally {
        process.destroyForcibly();
      }
    }
    assertThat(week.differences(tables)).isEmpty();
  }

  private static List<String> submitted(String job, List<String> arguments) {
    Installation installation = ClusterTests.installation();
    List<String> words = new ArrayList<>(installation.java(2048));
    words.add("-cp");
    words.add(installation.sparkJars().stream().map(Path::toString).collect(joining(":")));
    words.add("org.apache.spark.deploy.SparkSubmit");
    words.addAll(List.of("--master", "local[2]"));
    words.addAll(List.of("--class", Submission.mainClass(job)));
    words.add(installation.jobJar(job).toString());
    words.addAll(arguments);
    words.addAll(
        List.of("--deployment", installation.home().resolve("conf/local.conf").toString()));
    return words;
  }
}
