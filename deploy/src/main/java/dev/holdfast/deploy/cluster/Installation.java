package dev.holdfast.deploy.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the build made and fetched, for processes that are started from it.
 *
 * @param home the project's folder
 */
public record Installation(Path home) {

  /** Spark, Delta and Hadoop's S3 client: what a cluster has before anything of ours comes. */
  List<Path> sparkJars() {
    return classpath("deploy/target/spark.classpath");
  }

  /** The platform's own jars and the few libraries that Spark does not bring. */
  List<Path> platformJars() {
    Set<Path> jars = new LinkedHashSet<>(classpath("deploy/target/holdfast.classpath"));
    jars.removeAll(Set.copyOf(sparkJars()));
    return List.copyOf(jars);
  }

  /** The jar of the launcher, which holds the weekly run. */
  Path launcherJar() {
    return onlyJar("deploy/target", "holdfast-deploy-", ".jar");
  }

  /** The jar that spark-submit takes for a job. */
  Path jobJar(String job) {
    return onlyJar("jobs/" + job + "/target", "holdfast-", "-job.jar");
  }

  /**
   * The beginning of a command that starts Java as Spark needs it.
   *
   * @param megabytes the most that its heap takes
   */
  List<String> java(int megabytes) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("@" + home.resolve("deploy/local/jvm.args"));
    words.add("-Xmx" + megabytes + "m");
    words.add("-Dlog4j2.configurationFile=file:" + home.resolve("deploy/local/log4j2.properties"));
    return words;
  }

  /** The class path of a process that is the platform and Spark in one. */
  String launcherClasspath() {
    return home.resolve("deploy/target/classes") + ":" + text("deploy/target/holdfast.classpath");
  }

  /** The class path of s3proxy. */
  String storeClasspath() {
    return text("deploy/store/target/store.classpath");
  }

  /** The module options that the driver of a job needs where Spark's launcher does not add them. */
  String moduleOptions() {
    try (Stream<String> lines = Files.lines(home.resolve("deploy/local/jvm.args"))) {
      return String.join(" ", lines.filter(line -> line.matches("--add-.*|-D.*")).toList());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private List<Path> classpath(String file) {
    return Stream.of(text(file).split(":", -1)).map(Path::of).toList();
  }

  private String text(String file) {
    try {
      return Files.readString(home.resolve(file)).strip();
    } catch (IOException absent) {
      throw new UncheckedIOException("The project is not built: " + file + " is missing", absent);
    }
  }

  private Path onlyJar(String folder, String prefix, String suffix) {
    try (Stream<Path> jars = Files.list(home.resolve(folder))) {
      return jars.filter(jar -> jar.getFileName().toString().startsWith(prefix))
          .filter(jar -> jar.getFileName().toString().endsWith(suffix))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("The project is not built: " + folder));
    } catch (IOException absent) {
      throw new UncheckedIOException("The project is not built: " + folder, absent);
    }
  }
}
