package dev.holdfast.deploy.cluster;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.cluster.ClusterWeek.Mishap;
import dev.holdfast.deploy.cluster.Submission.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every job's jar under spark-submit, a process a job, against the same week in one process with
 * tables in a folder: on threads of the driver, and on a master and two workers that are processes
 * of their own, tables on S3.
 */
class SubmittedWeekIT {
  @TempDir private static Path folder;
  private static SmallWeek week;
  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    week = SmallWeek.inOneProcess(folder);
    cluster =
        new ClusterStart(ClusterTests.installation(), folder.resolve("cluster"), 2, "3g").up();
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      List<Member> members = cluster.members();
      cluster.down();
      assertThat(members).allMatch(member -> member.alive().isEmpty());
      assertThat(cluster.folder()).doesNotExist();
    }
  }

  @Test
  @Tag("deep")
  void onThreadsOfTheDriver() throws Exception {
    Path tables = folder.resolve("threads");
    Path logs = Files.createDirectory(folder.resolve("threads-logs"));
    for (String job : ClusterWeek.JOBS) {
      Process process =
          new ProcessBuilder(submitted(job, tables))
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

  @Test
  void onAClusterThatLosesAnExecutorInEachJobAndADriver() throws Exception {
    Map<String, Mishap> mishaps = everywhere(Mishap.EXECUTOR_KILLED);
    mishaps.put("features", Mishap.DRIVER_KILLED);
    onTheCluster(Mode.CLIENT, mishaps, "disturbed");
  }

  @Test
  @Tag("deep")
  void withDriversOnWorkers() throws Exception {
    onTheCluster(Mode.CLUSTER, everywhere(Mishap.NONE), "drivers-on-workers");
  }

  @Test
  @Tag("deep")
  void withTheDriverOfEachJobKilled() throws Exception {
    onTheCluster(Mode.CLIENT, everywhere(Mishap.DRIVER_KILLED), "drivers-killed");
  }

  private static List<String> submitted(String job, Path tables) {
    Installation installation = ClusterTests.installation();
    List<String> words = new ArrayList<>(installation.java(2048));
    words.add("-cp");
    words.add(installation.sparkJars().stream().map(Path::toString).collect(joining(":")));
    words.add("org.apache.spark.deploy.SparkSubmit");
    words.addAll(List.of("--master", "local[2]"));
    words.addAll(List.of("--class", Submission.mainClass(job)));
    words.add(installation.jobJar(job).toString());
    words.addAll(week.arguments(tables.toString()));
    words.addAll(
        List.of("--deployment", installation.home().resolve("conf/local.conf").toString()));
    return words;
  }

  private static Map<String, Mishap> everywhere(Mishap mishap) {
    Map<String, Mishap> mishaps = new TreeMap<>();
    ClusterWeek.JOBS.forEach(job -> mishaps.put(job, mishap));
    return mishaps;
  }

  private static void onTheCluster(Mode mode, Map<String, Mishap> mishaps, String name)
      throws Exception {
    Path logs = Files.createDirectory(folder.resolve(name));
    String tables = LocalCluster.TABLES + "/" + name;
    ClusterWeek jobs = new ClusterWeek(ClusterTests.installation(), cluster, logs);
    for (String job : ClusterWeek.JOBS) {
      int exitCode = jobs.run(job, mode, mishaps.get(job), week.arguments(tables));
      assertThat(exitCode).as("%s%n%s", job, SmallWeek.printed(logs)).isZero();
    }
    assertThat(week.differences(cluster, tables)).isEmpty();
  }
}
