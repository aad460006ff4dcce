package dev.holdfast.deploy.cluster;

import java.nio.file.Path;

/** Where the tests find what the build made. */
final class ClusterTests {

  private ClusterTests() {}

  static Installation installation() {
    return new Installation(Path.of(System.getProperty("holdfast.home")));
  }
}
