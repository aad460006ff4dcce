package dev.holdfast.serving.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;

/**
 * The token that every request must bring, if there is one. Only its digest is kept, and compared
 * in a time that does not depend on how much of it was guessed.
 */
public final class BearerToken {
  private static final String SCHEME = "bearer ";

  private final Optional<byte[]> digest;

  private BearerToken(Optional<byte[]> digest) {
    this.digest = digest;
  }

  /** No token is asked for. */
  public static BearerToken none() {
    return new BearerToken(Optional.empty());
  }

  /** This one is asked for. */
  public static BearerToken of(String token) {
    return new BearerToken(Optional.of(digest(token)));
  }

  public boolean isSet() {
    return digest.isPresent();
  }

  /**
   * Whether a request may be answered.
   *
   * @param authorization its header of that name, null if it has none
   */
  boolean admits(String authorization) {
    if (digest.isEmpty()) {
      return true;
    }
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return false;
    }
    String given = authorization.substring(SCHEME.length()).strip();
    return MessageDigest.isEqual(digest.get(), digest(given));
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
