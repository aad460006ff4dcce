package dev.holdfast.deploy.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An object store that speaks S3 on this machine: s3proxy over a folder.
 *
 * @param endpoint its address, for example {@code http://127.0.0.1:9000}
 * @param process of the server
 */
public record LocalStore(String endpoint, Credentials credentials, Process process)
    implements AutoCloseable {
  /** The one bucket that there is. */
  public static final String BUCKET = "holdfast";

  private static final int MEGABYTES = 512;

  /**
   * Starts the store and returns when it answers.
   *
   * @param folder an existing one, for its settings, its log and its objects
   */
  public static LocalStore start(
      Installation installation, Path folder, int port, Credentials credentials)
      throws IOException, InterruptedException {
    // A bucket is a folder below its root.
    Files.createDirectories(folder.resolve("objects").resolve(BUCKET));
    Path logging = Files.writeString(folder.resolve("logback.xml"), LOGGING);
    String endpoint = "http://127.0.0.1:" + port;
    Path settings =
        PrivateFiles.write(
            folder.resolve("s3proxy.properties"),
            settings(endpoint, folder.resolve("objects").toString(), credentials));
    Path log = folder.resolve("s3proxy.log");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + MEGABYTES + "m",
                    "-XX:+UseSerialGC",
                    "-Dlogback.configurationFile=" + logging,
                    "-cp",
                    installation.storeClasspath(),
                    "org.gaul.s3proxy.Main",
                    "--properties",
                    settings.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Waiting.until("the object store to answer; see " + log, process, () -> accepts(port));
    return new LocalStore(endpoint, credentials, process);
  }

  /** What s3proxy is to do, as its settings file says it. */
  public static String settings(String endpoint, String objects, Credentials credentials) {
    return """
        s3proxy.endpoint=%s
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        """
        .formatted(endpoint, credentials.accessKey(), credentials.secretKey(), objects);
  }

  /** Spark settings for tables in this store, without the credentials. */
  public static Map<String, String> sparkSettings(String endpoint) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.hadoop.fs.s3a.endpoint", endpoint);
    settings.put("spark.hadoop.fs.s3a.endpoint.region", "us-east-1");
    settings.put("spark.hadoop.fs.s3a.path.style.access", "true");
    return settings;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** s3proxy logs every request by default. */
  public static final String LOGGING =
      """
      <configuration>
        <appender name="stderr" class="ch.qos.logback.core.ConsoleAppender">
          <target>System.err</target>
          <encoder><pattern>%d{HH:mm:ss} %level %logger{0}: %msg%n</pattern></encoder>
        </appender>
        <root level="WARN"><appender-ref ref="stderr"/></root>
      </configuration>
      """;
}
