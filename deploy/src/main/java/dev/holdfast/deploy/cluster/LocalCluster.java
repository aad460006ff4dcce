package dev.holdfast.deploy.cluster;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A master, workers of one core each and an object store that run on this machine, whoever started
 * them.
 *
 * @param folder where all of it lies; it goes with the cluster
 * @param members its processes, the store first, then the master
 */
public record LocalCluster(
    Path folder,
    String master,
    String masterPage,
    String endpoint,
    Credentials credentials,
    List<Member> members) {
  static final String TABLES = "s3a://" + LocalStore.BUCKET + "/tables";

  private static final String STATE = "cluster.properties";
  private static final String MEMBER = "member.";

  public LocalCluster {
    members = List.copyOf(members);
  }

  /** The cluster that a folder belongs to, if there is one. */
  public static Optional<LocalCluster> in(Path folder) throws IOException {
    Path state = folder.resolve(STATE);
    if (!Files.exists(state)) {
      return Optional.empty();
    }
    Properties stored = new Properties();
    try (var lines = Files.newBufferedReader(state)) {
      stored.load(lines);
    }
    List<Member> members = new ArrayList<>();
    for (int i = 0; stored.containsKey(MEMBER + i); i++) {
      members.add(Member.parse(stored.getProperty(MEMBER + i)));
    }
    return Optional.of(
        new LocalCluster(
            folder,
            stored.getProperty("master"),
            stored.getProperty("page"),
            stored.getProperty("endpoint"),
            new Credentials(stored.getProperty("access-key"), stored.getProperty("secret-key")),
            members));
  }

  /** Notes the cluster in its folder, for {@link #in}. */
  void note() throws IOException {
    Properties stored = new Properties();
    stored.setProperty("master", master);
    stored.setProperty("page", masterPage);
    stored.setProperty("endpoint", endpoint);
    stored.setProperty("access-key", credentials.accessKey());
    stored.setProperty("secret-key", credentials.secretKey());
    for (int i = 0; i < members.size(); i++) {
      stored.setProperty(MEMBER + i, members.get(i).toString());
    }
    StringWriter text = new StringWriter();
    stored.store(text, null);
    PrivateFiles.write(folder.resolve(STATE), text.toString());
  }

  /** What {@code conf/standalone.conf} and the clients of the store look for. */
  public Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(credentials.environment());
    environment.put("HOLDFAST_MASTER", master);
    environment.put("HOLDFAST_TABLES", TABLES);
    environment.put("HOLDFAST_S3_ENDPOINT", endpoint);
    environment.put("HOLDFAST_SCRATCH", folder.resolve("scratch").toString());
    environment.put("SPARK_HOME", folder.resolve("spark").toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("OMP_WAIT_POLICY", "PASSIVE");
    return environment;
  }

  /** The executors that run now. */
  Stream<ProcessHandle> executors() {
    return workers()
        .flatMap(Member::children)
        .filter(
            child ->
                child
                    .info()
                    .arguments()
                    .map(words -> List.of(words).toString().contains("ExecutorBackend"))
                    .orElse(false));
  }

  /** The workers, living or not. */
  Stream<Member> workers() {
    return members.stream().filter(member -> member.name().startsWith("worker"));
  }

  /** Whether all its processes live. */
  public boolean isUp() {
    return members.stream().allMatch(member -> member.alive().isPresent());
  }

  /** Ends every process and deletes the folder, tables included. */
  public void down() throws IOException {
    for (int last = members.size() - 1; last >= 0; last--) {
      members.get(last).end();
    }
    PrivateFiles.delete(folder);
  }
}
