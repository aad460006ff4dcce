package dev.holdfast.deploy.cluster;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of a store against s3proxy as a process of this machine. */
class StoreProcessIT extends StoreContract {
  @TempDir private static Path folder;
  private static LocalStore store;

  @BeforeAll
  static void start() throws Exception {
    store =
        LocalStore.start(ClusterTests.installation(), folder, Ports.free(), Credentials.random());
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @Override
  String endpoint() {
    return store.endpoint();
  }

  @Override
  Credentials credentials() {
    return store.credentials();
  }
}
