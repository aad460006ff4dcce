package dev.holdfast.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where real data lies on machines that have it; tests that need it are skipped elsewhere. */
final class RealData {

  private RealData() {}

  /** The folder of a data set, or a skipped test that names the missing folder. */
  static Path folder(String name) {
    String root = System.getenv("HOLDFAST_REAL_DATA");
    Path data = root == null ? home().resolve("../shared/data") : Path.of(root);
    Path folder = data.resolve(name).normalize().toAbsolutePath();
    assumeTrue(
        Files.isDirectory(folder),
        "Skipped: the data set is not on this machine; expected in "
            + folder
            + " (set HOLDFAST_REAL_DATA to the folder that holds it)");
    return folder;
  }

  /** The root of the project. */
  static Path home() {
    return Path.of(System.getProperty("holdfast.home", "../..")).toAbsolutePath().normalize();
  }
}
