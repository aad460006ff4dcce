package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PodRoleTest {

  @Test
  void aDriverSubmitsWhatItWasGivenFromItsOwnAddress() {
    PodRole driver =
        PodRole.driver(
            Map.of("SPARK_DRIVER_BIND_ADDRESS", "10.1.2.3"),
            "--properties-file",
            "/opt/spark/conf/spark.properties",
            "--class",
            "dev.holdfast.deploy.Holdfast",
            "local:///opt/holdfast/lib/holdfast-deploy-0.1.0.jar",
            "weekly");

    assertThat(driver.command())
        .containsSubsequence(
            "org.apache.spark.deploy.SparkSubmit",
            "--conf",
            "spark.driver.bindAddress=10.1.2.3",
            "--deploy-mode",
            "client",
            "--properties-file",
            "/opt/spark/conf/spark.properties")
        .endsWith("weekly");
  }

  @Test
  void anExecutorIsWhatItsEnvironmentSays() {
    PodRole executor =
        PodRole.executor(
            Map.of(
                "SPARK_JAVA_OPT_10", "-Dlast=1",
                "SPARK_JAVA_OPT_2", "-Dfirst=1",
                "SPARK_EXECUTOR_MEMORY", "3g",
                "SPARK_DRIVER_URL", "spark://CoarseGrainedScheduler@driver:7078",
                "SPARK_EXECUTOR_ID", "4",
                "SPARK_EXECUTOR_CORES", "2",
                "SPARK_APPLICATION_ID", "spark-1",
                "SPARK_EXECUTOR_POD_IP", "10.1.2.4",
                "SPARK_RESOURCE_PROFILE_ID", "0"));

    assertThat(executor.command())
        .containsSubsequence(
            "-Dfirst=1",
            "-Dlast=1",
            "-Xms3g",
            "-Xmx3g",
            "org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend",
            "--driver-url",
            "spark://CoarseGrainedScheduler@driver:7078",
            "--executor-id",
            "4",
            "--cores",
            "2",
            "--app-id",
            "spark-1",
            "--hostname",
            "10.1.2.4",
            "--resourceProfileId",
            "0")
        .doesNotContain("--podName");
  }
}
