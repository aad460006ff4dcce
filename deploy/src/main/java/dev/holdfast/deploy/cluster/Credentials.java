package dev.holdfast.deploy.cluster;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/** What a client of an object store proves its right with; never printed. */
public record Credentials(String accessKey, String secretKey) {
  private static final int BYTES = 16;

  /** New ones, that nobody knows. */
  static Credentials random() {
    return new Credentials("holdfast-" + hex(BYTES / 4), hex(BYTES));
  }

  /** The environment variables by which Spark and the AWS SDK find them. */
  public Map<String, String> environment() {
    return Map.of("AWS_ACCESS_KEY_ID", accessKey, "AWS_SECRET_ACCESS_KEY", secretKey);
  }

  @Override
  public String toString() {
    return "Credentials[hidden]";
  }

  private static String hex(int bytes) {
    byte[] drawn = new byte[bytes];
    new SecureRandom().nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }
}
