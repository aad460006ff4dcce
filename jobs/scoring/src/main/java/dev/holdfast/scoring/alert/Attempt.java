package dev.holdfast.scoring.alert;

import java.util.Optional;

/**
 * What came of an alert in one run.
 *
 * @param attempts how often it was tried
 * @param failure what the last attempt met with; none if the alert was delivered
 */
public record Attempt(Alert alert, int attempts, Optional<String> failure) {

  public boolean delivered() {
    return failure.isEmpty();
  }
}
