package dev.holdfast.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The manifests against the operators' published schemas. The schemas are the operators' own and
 * not part of this project: the test takes them from the folder in {@code HOLDFAST_CRDS}, or from
 * {@code ../shared/data/kubernetes-crds}, and says where they are missing.
 */
class ManifestsTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  private enum Operator {
    APACHE("weekly-spark-operator.yaml", "sparkapplications.spark.apache.org-v1.yaml", "v1"),
    KUBEFLOW(
        "weekly-kubeflow.yaml", "sparkoperator.k8s.io_scheduledsparkapplications.yaml", "v1beta2");

    private final String manifest;
    private final String schema;
    private final String version;

    Operator(String manifest, String schema, String version) {
      this.manifest = manifest;
      this.schema = schema;
      this.version = version;
    }
  }

  @ParameterizedTest
  @EnumSource(Operator.class)
  void theManifestIsWhatThePublishedSchemaAsksFor(Operator operator) throws IOException {
    JsonNode definition = definition(operator);
    JsonNode manifest = manifest(operator);

    assertThat(manifest.path("apiVersion").asText())
        .isEqualTo(definition.at("/spec/group").asText() + "/" + operator.version);
    assertThat(manifest.path("kind").asText())
        .isEqualTo(definition.at("/spec/names/kind").asText());
    assertThat(mistakes(definition, operator, manifest)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Operator.class)
  void aMisspeltFieldAndAWrongTypeAreFound(Operator operator) throws IOException {
    JsonNode definition = definition(operator);
    ObjectNode manifest = (ObjectNode) manifest(operator);
    ObjectNode spec = (ObjectNode) manifest.path("spec");
    spec.put("sparkConff", "x");
    spec.put("template", 1);
    spec.put("sparkConf", 1);

    assertThat(mistakes(definition, operator, manifest)).hasSizeGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Operator.class)
  void thePodsRunTheImageAsItIsBuilt(Operator operator) throws IOException {
    String manifest = manifest(operator).toString();
    String docker = Files.readString(ProjectFolder.home().resolve("deploy/image/Dockerfile"));

    assertThat(docker).contains("USER 10001:10001").contains("dev.holdfast.deploy.Holdfast");
    assertThat(manifest)
        .contains("\"mainClass\":\"dev.holdfast.deploy.Holdfast\"")
        .contains("local:///opt/holdfast/lib/holdfast-deploy-0.1.0.jar")
        .contains("\"runAsUser\":10001")
        .contains("\"readOnlyRootFilesystem\":true");
  }

  @Test
  void everyManifestIsLookedAt() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".yaml")))
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(Operator.values()).map(operator -> operator.manifest).toList());
    }
  }

  private static List<String> mistakes(JsonNode definition, Operator operator, JsonNode manifest) {
    for (JsonNode version : definition.at("/spec/versions")) {
      if (version.path("name").asText().equals(operator.version)) {
        JsonNode stated = version.at("/schema/openAPIV3Schema");
        close(stated.at("/properties/spec"));
        Schema schema =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4).getSchema(stated);
        return schema.validate(manifest).stream().map(Error::toString).toList();
      }
    }
    throw new IllegalStateException(operator.schema + " has no version " + operator.version);
  }

  // Kubernetes drops a field that a schema does not know without a word; here it is a mistake.
  private static void close(JsonNode schema) {
    if (schema.has("properties")
        && !schema.has("additionalProperties")
        && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
    schema.path("properties").forEach(ManifestsTest::close);
    close(schema.path("items"), "items");
    close(schema.path("additionalProperties"), "additionalProperties");
  }

  private static void close(JsonNode schema, String keyword) {
    if (schema.isObject()) {
      close(schema);
    } else {
      assertThat(schema.isMissingNode() || schema.isBoolean()).as(keyword).isTrue();
    }
  }

  private static JsonNode definition(Operator operator) throws IOException {
    String named = System.getenv("HOLDFAST_CRDS");
    Path folder =
        named == null
            ? ProjectFolder.home().resolve("../shared/data/kubernetes-crds").normalize()
            : Path.of(named);
    Path file = folder.resolve(operator.schema);
    assumeTrue(
        Files.isRegularFile(file),
        "Skipped: the operator's custom resource definition is not on this machine; expected "
            + file
            + " (set HOLDFAST_CRDS to the folder that holds it)");
    return YAML.readTree(file.toFile());
  }

  private static JsonNode manifest(Operator operator) throws IOException {
    return YAML.readTree(folder().resolve(operator.manifest).toFile());
  }

  private static Path folder() {
    return ProjectFolder.home().resolve("deploy/kubernetes");
  }
}
