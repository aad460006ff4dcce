package dev.holdfast.scoring.alert;

/**
 * Somebody who newly is to be acted on.
 *
 * @param key the same whenever the alert is told again
 * @param payload what is told, as JSON
 */
public record Alert(String key, String payload) {}
