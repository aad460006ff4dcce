package dev.holdfast.deploy.cluster;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The jobs of a week under spark-submit on threads of the driver, a process a job. */
public final class SubmittedJobs {

  private SubmittedJobs() {}

  /**
   * Runs the jobs one after the other, each of which must succeed.
   *
   * @param logs an existing folder for what they print
   */
  public static void run(List<String> arguments, Path logs) throws Exception {
    for (String job : ClusterWeek.JOBS) {
      Process process =
          new ProcessBuilder(submitted(job, arguments))
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
