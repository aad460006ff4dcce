package dev.holdfast.deploy;

import dev.holdfast.job.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Spark on Kubernetes asks a container to be: {@code driver} with the arguments of
 * spark-submit, or {@code executor}, described by the environment. Spark's own image answers with a
 * shell script (its {@code entrypoint.sh}); this image has no shell.
 *
 * @param command the process that takes the role
 */
record PodRole(List<String> command) {
  private static final String JAVA_OPTION = "SPARK_JAVA_OPT_";

  PodRole {
    command = List.copyOf(command);
  }

  /** The driver, from the arguments that Spark gives it. */
  static PodRole driver(Map<String, String> environment, String... submission) {
    List<String> words = java(List.of());
    words.add("org.apache.spark.deploy.SparkSubmit");
    String address = environment.get("SPARK_DRIVER_BIND_ADDRESS");
    if (address != null) {
      words.addAll(
          List.of(
              "--conf",
              "spark.driver.bindAddress=" + address,
              "--conf",
              "spark.executorEnv.SPARK_DRIVER_POD_IP=" + address));
    }
    words.addAll(List.of("--deploy-mode", "client"));
    words.addAll(List.of(submission));
    return new PodRole(words);
  }

  /** An executor, from the environment that Spark gives it. */
  static PodRole executor(Map<String, String> environment) {
    Map<Integer, String> numbered = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(JAVA_OPTION)) {
            numbered.put(Integer.valueOf(name.substring(JAVA_OPTION.length())), value);
          }
        });
    List<String> options = new ArrayList<>(numbered.values());
    String memory = environment.get("SPARK_EXECUTOR_MEMORY");
    if (memory != null) {
      options.addAll(List.of("-Xms" + memory, "-Xmx" + memory));
    }
    List<String> words = java(options);
    words.add("org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend");
    argument(words, "--driver-url", environment.get("SPARK_DRIVER_URL"));
    argument(words, "--executor-id", environment.get("SPARK_EXECUTOR_ID"));
    argument(words, "--cores", environment.get("SPARK_EXECUTOR_CORES"));
    argument(words, "--app-id", environment.get("SPARK_APPLICATION_ID"));
    argument(words, "--hostname", environment.get("SPARK_EXECUTOR_POD_IP"));
    argument(words, "--resourceProfileId", environment.get("SPARK_RESOURCE_PROFILE_ID"));
    argument(words, "--podName", environment.get("SPARK_EXECUTOR_POD_NAME"));
    return new PodRole(words);
  }

  /** Takes the role until it ends, and ends it when this process is told to end. */
  int run() {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      return process.waitFor();
    } catch (IOException unable) {
      System.err.printf("holdfast: Cannot start %s: %s.%n", command.get(0), unable.getMessage());
      return ExitCode.UNEXPECTED.code();
    } catch (InterruptedException told) {
      Thread.currentThread().interrupt();
      return ExitCode.UNEXPECTED.code();
    }
  }

  // A Java of its own, for only a new one can be given its memory.
  private static List<String> java(List<String> options) {
    Path home = Path.of(System.getProperty("java.home"));
    List<String> words = new ArrayList<>();
    words.add(home.resolve("bin/java").toString());
    words.add("@" + Path.of(System.getProperty("holdfast.home", "."), "image.args"));
    words.addAll(options);
    return words;
  }

  private static void argument(List<String> words, String name, String value) {
    if (value != null) {
      words.addAll(List.of(name, value));
    }
  }
}
