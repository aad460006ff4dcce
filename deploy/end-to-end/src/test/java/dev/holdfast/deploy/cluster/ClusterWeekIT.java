package dev.holdfast.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.cluster.ClusterWeek.Mishap;
import dev.holdfast.deploy.cluster.Submission.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every job's jar under spark-submit on a master and two workers that are processes of their own,
 * tables on S3, against the same week in one process with tables in a folder.
 */
@Tag("deep")
class ClusterWeekIT {
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
  void onAClusterThatLosesAnExecutorInEachJobAndADriver() throws Exception {
    Map<String, Mishap> mishaps = everywhere(Mishap.EXECUTOR_KILLED);
    mishaps.put("features", Mishap.DRIVER_KILLED);
    onTheCluster(Mode.CLIENT, mishaps, "disturbed");
  }

  @Test
  void withDriversOnWorkers() throws Exception {
    onTheCluster(Mode.CLUSTER, everywhere(Mishap.NONE), "drivers-on-workers");
  }

  @Test
  void withTheDriverOfEachJobKilled() throws Exception {
    onTheCluster(Mode.CLIENT, everywhere(Mishap.DRIVER_KILLED), "drivers-killed");
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
