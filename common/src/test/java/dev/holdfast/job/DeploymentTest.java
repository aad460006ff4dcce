package dev.holdfast.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentTest {
  @TempDir private Path folder;

  @Test
  void settingsKeepTheirFullNames() throws IOException {
    Path file =
        write("deployment { tables = \"s3a://b/t\", spark { spark.sql.shuffle.partitions = 4 } }");

    Deployment deployment = Deployment.read(Optional.of(file), Map.of(), Map.of());

    assertThat(deployment.tables()).isEqualTo("s3a://b/t");
    assertThat(deployment.spark()).isEqualTo(Map.of("spark.sql.shuffle.partitions", "4"));
  }

  @Test
  void theEnvironmentAndTheCommandLineWinOverTheFile() throws IOException {
    Path file = write("deployment { tables = /a\n tables = ${?TABLES} }");

    assertThat(Deployment.read(Optional.of(file), Map.of(), Map.of("TABLES", "/b")).tables())
        .isEqualTo("/b");
    assertThat(
            Deployment.read(
                    Optional.of(file),
                    Map.of("deployment.tables", "hdfs://c"),
                    Map.of("TABLES", "/b"))
                .tables())
        .isEqualTo("hdfs://c");
  }

  @Test
  void withoutAFileTheDefaultsHold() {
    assertThat(Deployment.read(Optional.empty(), Map.of(), Map.of()).tables())
        .isEqualTo(Path.of(".holdfast/tables").toAbsolutePath().toString());
  }

  @Test
  void anUnknownKeyIsNamedWithItsLine() throws IOException {
    Path file = write("deployment {\n  table = x\n}");

    assertThatThrownBy(() -> Deployment.read(Optional.of(file), Map.of(), Map.of()))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("unknown key deployment.table")
        .hasMessageContaining("2");
  }

  @Test
  void aMissingFileIsSaid() {
    Path missing = folder.resolve("nowhere.conf");

    assertThatThrownBy(() -> Deployment.read(Optional.of(missing), Map.of(), Map.of()))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("nowhere.conf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes.conf", "standalone.conf", "yarn.conf"})
  void aFileWithoutWhatItIncludesIsRefused(String name) throws IOException {
    Path alone = Files.copy(Path.of("../conf").resolve(name), folder.resolve(name));

    assertThatThrownBy(() -> Deployment.read(Optional.of(alone), Map.of(), Map.of()))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("s3.conf");
  }

  @Test
  void aSecretComesFromTheEnvironmentOnly() throws IOException {
    Path named = write("deployment { spark { spark.hadoop.fs.s3a.secret.key = ${?KEY} } }");
    Deployment deployment = Deployment.read(Optional.of(named), Map.of(), Map.of("KEY", "hush"));
    assertThat(deployment.spark()).containsEntry("spark.hadoop.fs.s3a.secret.key", "hush");
    assertThat(deployment.toString()).doesNotContain("hush");

    Path written = write("deployment { spark { spark.hadoop.fs.s3a.secret.key = hush } }");
    assertThatThrownBy(() -> Deployment.read(Optional.of(written), Map.of(), Map.of()))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("spark.hadoop.fs.s3a.secret.key is a secret")
        .hasMessageNotContaining("hush");
    assertThatThrownBy(
            () ->
                Deployment.read(
                    Optional.empty(),
                    Map.of("deployment.spark.spark.ssl.keyPassword", "hush"),
                    Map.of()))
        .isInstanceOf(JobException.class)
        .hasMessageNotContaining("hush");
  }

  @Test
  void theFilesInConfAreReadWhole() {
    Path conf = Path.of("../conf");
    Map<String, String> environment =
        Map.of(
            "HOLDFAST_TABLES", "s3a://bucket/tables",
            "HOLDFAST_MASTER", "spark://host:7077",
            "HOLDFAST_S3_ENDPOINT", "http://host:9000");

    for (String file : List.of("local", "s3", "standalone", "kubernetes", "yarn")) {
      Deployment deployment =
          Deployment.read(Optional.of(conf.resolve(file + ".conf")), Map.of(), environment);
      assertThat(deployment.tables()).as(file).isEqualTo("s3a://bucket/tables");
    }
    assertThat(
            Deployment.read(Optional.of(conf.resolve("standalone.conf")), Map.of(), environment)
                .spark())
        .containsEntry("spark.master", "spark://host:7077")
        .containsEntry("spark.hadoop.fs.s3a.endpoint", "http://host:9000")
        .containsEntry("spark.hadoop.fs.s3a.endpoint.region", "us-east-1");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("deployment.conf"), text);
  }
}
