package dev.holdfast.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.deploy.cluster.ClusterWeek.Mishap;
import dev.holdfast.deploy.cluster.Submission.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine lost while models are tried: the other one does the rest. */
@Tag("deep")
class WorkerKilledIT {
  @TempDir private Path folder;

  @Test
  void aWorkerKilledInTrainingChangesNothing() throws Exception {
    SmallWeek week = SmallWeek.inOneProcess(folder);
    LocalCluster cluster =
        new ClusterStart(ClusterTests.installation(), folder.resolve("cluster"), 2, "3g").up();
    try {
      Path logs = Files.createDirectory(folder.resolve("logs"));
      ClusterWeek jobs = new ClusterWeek(ClusterTests.installation(), cluster, logs);
      for (String job : ClusterWeek.JOBS) {
        Mishap mishap = job.equals("training") ? Mishap.WORKER_KILLED : Mishap.NONE;
        int exitCode = jobs.run(job, Mode.CLIENT, mishap, week.arguments(LocalCluster.TABLES));
        assertThat(exitCode).as("%s%n%s", job, SmallWeek.printed(logs)).isZero();
      }
      assertThat(week.differences(cluster, LocalCluster.TABLES)).isEmpty();
    } finally {
      cluster.down();
    }
  }
}
