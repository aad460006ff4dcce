package dev.holdfast.deploy;

import java.nio.file.Path;

/** Where the project lies, for tests that look at files beside the code. */
final class ProjectFolder {

  private ProjectFolder() {}

  /** The root of the project: a module's tests run in the module's folder. */
  static Path home() {
    return Path.of("..").toAbsolutePath().normalize();
  }
}
