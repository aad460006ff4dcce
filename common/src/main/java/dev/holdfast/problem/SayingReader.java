package dev.holdfast.problem;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the blocks {@code reasons} and {@code alerts}: what is said of scores, and to whom. */
final class SayingReader {
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,6})\\s*(millisecond|second|minute)s?");
  private static final int MOST_NAMED = 50;

  private SayingReader() {}

  /** The features that a template may speak of are {@code known}. */
  static Reasons reasons(Block block, Collection<String> known) {
    int top = Texts.integer(block, "top", 1, MOST_NAMED);
    Reasons.Audience audience = Texts.choice(block, "of", Reasons.Audience.class);
    Map<String, Template> templates = new LinkedHashMap<>();
    block
        .optionalBlock("templates")
        .ifPresent(
            inner -> {
              for (String feature : inner.keys()) {
                if (!known.contains(feature)) {
                  inner.mistake(
                      feature,
                      "there is no feature %s; %s"
                          .formatted(feature, Nearest.hint(feature, known)));
                }
                template(inner, feature).ifPresent(each -> templates.put(feature, each));
              }
            });
    block.noMore();
    return new Reasons(top, audience, templates);
  }

  private static Optional<Template> template(Block block, String feature) {
    String text =
        Texts.text(block, feature, "a sentence such as \"calls fell to {ratio} of usual\"");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Template.read(text));
    } catch (IllegalArgumentException wrong) {
      block.mistake(feature, wrong.getMessage());
      return Optional.empty();
    }
  }

  static Alerts alerts(Block block) {
    Optional<String> webhook = Texts.optionalText(block, "webhook", "an address");
    Optional<String> folder = Texts.optionalText(block, "folder", "a path");
    if (webhook.isPresent() == folder.isPresent()) {
      block.mistake(
          webhook.isPresent() ? "folder" : "webhook",
          "expected one of webhook = \"https://...\" and folder = \"a path\", found %s"
              .formatted(webhook.isPresent() ? "both" : "neither"));
    }
    Alerts alerts =
        new Alerts(
            folder
                .<Alerts.Sink>map(Alerts.Folder::new)
                .orElseGet(
                    () ->
                        new Alerts.Webhook(
                            webhook
                                .map(text -> address(block, text))
                                .orElse(URI.create("http://localhost/")))),
            Texts.integer(block, "attempts", 1, 100),
            time(block, "timeout"),
            time(block, "pause"),
            Texts.integer(block, "parallel", 1, 256));
    block.noMore();
    return alerts;
  }

  private static URI address(Block block, String text) {
    try {
      URI address = URI.create(text);
      if (("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
          && address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException unreadable) {
      // Told below, as any other address that is none.
    }
    block.mistake(
        "webhook",
        "found \"%s\"; expected an address that begins with http:// or https://".formatted(text));
    return URI.create("http://localhost/");
  }

  private static Duration time(Block block, String key) {
    return block.read(
        key,
        "a time such as 10 seconds or 500 milliseconds",
        Duration.ofSeconds(1),
        text -> {
          Matcher time = TIME.matcher(text.strip());
          if (!time.matches()) {
            return Optional.empty();
          }
          long count = Long.parseLong(time.group(1));
          return Optional.of(
              switch (time.group(2)) {
                case "millisecond" -> Duration.ofMillis(count);
                case "second" -> Duration.ofSeconds(count);
                default -> Duration.ofMinutes(count);
              });
        });
  }
}
