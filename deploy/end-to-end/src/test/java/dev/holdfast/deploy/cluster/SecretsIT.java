package dev.holdfast.deploy.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that works with a secret, and one that fails with one: nothing that they leave holds it.
 */
class SecretsIT {
  private static final String ORDERS =
      """
      order_id,customer_id,ordered_at,amount
      1,a,2024-01-02 10:00:00,12.5
      """;

  @TempDir private Path folder;

  @Test
  void aSecretIsInNoLogNoTableAndNoError() throws Exception {
    Credentials credentials = Credentials.random();
    try (LocalStore store =
        LocalStore.start(
            ClusterTests.installation(),
            Files.createDirectory(folder.resolve("store")),
            Ports.free(),
            credentials)) {
      Path log = folder.resolve("job.log");
      assertThat(ingest(store, credentials, log)).as(Files.readString(log)).isZero();

      Credentials wrong =
          new Credentials(credentials.accessKey(), "not-" + credentials.secretKey());
      Path failure = folder.resolve("failure.log");
      assertThat(ingest(store, wrong, failure)).isEqualTo(2);

      assertThat(Files.readString(failure)).contains("Cannot write to s3a://").contains("\tat ");
      assertThat(holding(credentials.secretKey(), folder))
          .containsExactly(folder.resolve("store/s3proxy.properties"));
    }
  }

  private int ingest(LocalStore store, Credentials credentials, Path log) throws Exception {
    Installation installation = ClusterTests.installation();
    List<String> words = new ArrayList<>(installation.java(700));
    // All that Spark has to say, its configuration and its environment included.
    words.add(
        "-Dlog4j2.configurationFile=" + Files.writeString(folder.resolve("log.xml"), VERBOSE));
    words.addAll(List.of("-Dholdfast.home=" + installation.home(), "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-cp", installation.launcherClasspath(), "dev.holdfast.deploy.Holdfast"));
    words.addAll(List.of("ingestion", "--problem", problem().toString(), "--verbose"));
    words.addAll(List.of("--deployment", installation.home().resolve("conf/s3.conf").toString()));
    words.addAll(List.of("--set", "deployment.spark.spark.master=local[1]"));
    words.addAll(List.of("--set", "deployment.spark.spark.logConf=true"));
    words.addAll(List.of("--set", "deployment.spark.spark.eventLog.enabled=true"));
    words.addAll(List.of("--set", "deployment.spark.spark.eventLog.dir=" + events()));
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(credentials.environment());
    builder.environment().put("HOLDFAST_S3_ENDPOINT", store.endpoint());
    builder.environment().put("HOLDFAST_TABLES", "s3a://" + LocalStore.BUCKET + "/tables");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    try {
      return process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }

  private Path events() throws IOException {
    return Files.createDirectories(folder.resolve("events"));
  }

  private Path problem() throws IOException {
    Path landing = Files.createDirectories(folder.resolve("landing"));
    Files.writeString(landing.resolve("orders.csv"), ORDERS);
    return Files.writeString(
        folder.resolve("small.conf"),
        """
        problem { name = small, entity = [customer_id] }
        sources.orders {
          path = "%s"
          schema = "order_id STRING, customer_id STRING, ordered_at TIMESTAMP, amount DOUBLE"
          event-time = ordered_at
        }
        spine { first = 2024-02-05, every = 1 week, active { source = orders, within = 60 days } }
        features {
          windows = [30 days]
          groups.orders { source = orders, aggregates.orders { function = count } }
        }
        label { source = orders, positive = absent, horizon = 30 days }
        training { split { holdout = 2 }, candidates.linear { kind = logistic-regression } }
        decision { capacity = 10 }
        """
            .formatted(landing));
  }

  // Text is searched as it lies: neither a log of a table nor an event log is compressed.
  private static List<Path> holding(String secret, Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(secret)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private static final String VERBOSE =
      """
      <Configuration>
        <Appenders>
          <Console name="stderr" target="SYSTEM_ERR"><PatternLayout pattern="%p %c: %m%n%ex"/></Console>
        </Appenders>
        <Loggers>
          <Logger name="org.apache.hadoop" level="debug"/>
          <Root level="info"><AppenderRef ref="stderr"/></Root>
        </Loggers>
      </Configuration>
      """;
}
