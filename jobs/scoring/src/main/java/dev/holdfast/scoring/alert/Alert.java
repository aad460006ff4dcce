package dev.holdfast.scoring.alert;

import java.time.LocalDate;

/**
 * Somebody who newly is to be acted on.
 *
 * @param key the same whenever the alert is told again
 * @param asOf the scored day
 * @param payload what is told, as JSON
 */
public record Alert(String key, LocalDate asOf, String payload) {}
