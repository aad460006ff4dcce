package dev.holdfast.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.cluster.ClusterWeek.Mishap;
import dev.holdfast.deploy.cluster.Submission.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every job submitted to a master and two workers that are processes of their own, tables on S3,
 * against the same week in one process with tables in a folder.
 */
@Tag("deep")
class ClusterWeekIT {
  @TempDir private static Path folder;
  private static LocalCluster cluster;
  private static SmallWeek week;

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
  void aJobAfterTheOtherGivesTheTablesOfTheOneProcess() throws Exception {
    run(Mode.CLIENT, Map.of(), "client");
  }

  @Test
  void driversOnWorkersGiveThemToo() throws Exception {
    run(Mode.CLUSTER, Map.of(), "drivers-on-workers");
  }

  @Test
  void anExecutorKilledInEachJobChangesNothing() throws Exception {
    run(
        Mode.CLIENT,
        Map.of(
            "ingestion", Mishap.EXECUTOR_KILLED,
            "features", Mishap.EXECUTOR_KILLED,
            "training", Mishap.EXECUTOR_KILLED,
            "scoring", Mishap.EXECUTOR_KILLED,
            "monitoring", Mishap.EXECUTOR_KILLED),
        "executors-killed");
  }

  @Test
  void driversKilledAndJobsStartedAgainChangeNothing() throws Exception {
    run(
        Mode.CLIENT,
        Map.of(
            "ingestion", Mishap.DRIVER_KILLED,
            "features", Mishap.DRIVER_KILLED,
            "training", Mishap.DRIVER_KILLED,
            "scoring", Mishap.DRIVER_KILLED,
            "monitoring", Mishap.DRIVER_KILLED),
        "drivers-killed");
  }

  private static void run(Mode mode, Map<String, Mishap> mishaps, String name) throws Exception {
    Path logs = Files.createDirectory(folder.resolve(name));
    String tables = LocalCluster.TABLES + "/" + name;
    ClusterWeek jobs = new ClusterWeek(ClusterTests.installation(), cluster, logs);
    for (String job : ClusterWeek.JOBS) {
      int exitCode =
          jobs.run(job, mode, mishaps.getOrDefault(job, Mishap.NONE), week.arguments(tables));
      assertThat(exitCode).as("%s%n%s", job, SmallWeek.printed(logs)).isZero();
    }
    assertThat(week.differences(cluster, tables)).isEmpty();
  }
}
