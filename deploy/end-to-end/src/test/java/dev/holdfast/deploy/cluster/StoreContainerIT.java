package dev.holdfast.deploy.cluster;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The contract of a store against s3proxy in a container. Skipped where no container engine
 * answers, unless {@code HOLDFAST_REQUIRE_DOCKER=1} says that one must.
 */
@EnabledIf(
    value = "anEngineIsThereOrMustBe",
    disabledReason =
        "no container engine answers on this machine (HOLDFAST_REQUIRE_DOCKER=1 makes it a failure)")
class StoreContainerIT extends StoreContract {
  private static final int PORT = 9000;
  private static final Credentials CREDENTIALS = Credentials.random();

  @TempDir private static Path folder;
  private static StoreImage image;
  private static GenericContainer<?> container;

  static boolean anEngineIsThereOrMustBe() {
    return "1".equals(System.getenv("HOLDFAST_REQUIRE_DOCKER"))
        || DockerClientFactory.instance().isDockerAvailable();
  }

  @BeforeAll
  static void start() throws Exception {
    image =
        StoreImage.build(
            ClusterTests.installation(),
            folder,
            LocalStore.settings("http://0.0.0.0:" + PORT, "/objects", CREDENTIALS));
    container =
        new GenericContainer<>(DockerImageName.parse(image.name()))
            .withImagePullPolicy(name -> false)
            .withCreateContainerCmdModifier(StoreImage.onLoopback(PORT))
            .withExposedPorts(PORT);
    container.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (container != null) {
      container.stop();
    }
    if (image != null) {
      image.remove();
    }
  }

  @Override
  String endpoint() {
    return "http://127.0.0.1:" + container.getMappedPort(PORT);
  }

  @Override
  Credentials credentials() {
    return CREDENTIALS;
  }
}
