package dev.holdfast.deploy.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts a {@link LocalCluster}. */
public final class ClusterStart {
  private static final Pattern ALIVE = Pattern.compile("\"aliveworkers\"\\s*:\\s*(\\d+)");
  private static final int DAEMON_MEGABYTES = 384;

  private final Installation installation;
  private final Path folder;
  private final int workers;
  private final String workerMemory;
  private final List<Member> members = new ArrayList<>();

  /**
   * A cluster to be started.
   *
   * @param folder where it will lie; must not exist
   * @param workers how many, of one core each
   * @param workerMemory what each worker may give to executors and drivers, for example {@code 2g}
   */
  public ClusterStart(Installation installation, Path folder, int workers, String workerMemory) {
    this.installation = installation;
    this.folder = folder.toAbsolutePath().normalize();
    this.workers = workers;
    this.workerMemory = workerMemory;
  }

  /** Starts it and returns when all workers have come; if anything fails, nothing is left. */
  public LocalCluster up() throws IOException, InterruptedException {
    PrivateFiles.folder(folder);
    try {
      return started();
    } catch (IOException | InterruptedException | RuntimeException failed) {
      members.forEach(Member::end);
      PrivateFiles.delete(folder);
      throw failed;
    }
  }

  private LocalCluster started() throws IOException, InterruptedException {
    linkJars();
    Credentials credentials = Credentials.random();
    LocalStore store =
        LocalStore.start(
            installation,
            Files.createDirectory(folder.resolve("store")),
            Ports.free(),
            credentials);
    members.add(Member.of("store", store.process()));

    int port = Ports.free();
    int page = Ports.free();
    String address = "spark://127.0.0.1:" + port;
    LocalCluster parts =
        new LocalCluster(
            folder, address, "http://127.0.0.1:" + page, store.endpoint(), credentials, List.of());
    Process master =
        daemon(
            parts,
            "master",
            List.of(
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--webui-port",
                Integer.toString(page)));
    Waiting.until("the master", master, () -> alive(parts) >= 0);
    for (int worker = 1; worker <= workers; worker++) {
      daemon(
          parts,
          "worker-" + worker,
          List.of(
              "org.apache.spark.deploy.worker.Worker",
              "--host",
              "127.0.0.1",
              "--cores",
              "1",
              "--memory",
              workerMemory,
              "--webui-port",
              "0",
              "--work-dir",
              folder.resolve("work-" + worker).toString(),
              address));
    }
    Waiting.until("the workers", master, () -> alive(parts) == workers);
    LocalCluster cluster =
        new LocalCluster(
            folder, address, parts.masterPage(), store.endpoint(), credentials, members);
    cluster.note();
    return cluster;
  }

  // Spark wants a home with a folder of jars; links cost nothing, copies 360 MB.
  private void linkJars() throws IOException {
    Path jars = Files.createDirectories(folder.resolve("spark").resolve("jars"));
    for (Path jar : installation.sparkJars()) {
      Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
    }
  }

  private Process daemon(LocalCluster parts, String name, List<String> main) throws IOException {
    List<String> words = new ArrayList<>(installation.java(DAEMON_MEGABYTES));
    words.addAll(List.of("-cp", folder.resolve("spark/jars") + "/*"));
    words.addAll(main);
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(parts.environment());
    builder.environment().put("SPARK_LOCAL_DIRS", folder.resolve("scratch").toString());
    builder.redirectOutput(folder.resolve(name + ".log").toFile());
    Process process = builder.start();
    members.add(Member.of(name, process));
    return process;
  }

  // Workers that the master knows of; -1 while it does not answer.
  private static int alive(LocalCluster parts) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(parts.masterPage() + "/json/"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      String answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
      Matcher found = ALIVE.matcher(answer);
      return found.find() ? Integer.parseInt(found.group(1)) : -1;
    } catch (IOException notYet) {
      return -1;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
