package dev.holdfast.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import dev.holdfast.problem.Reasons.Audience;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class SayingReaderTest {
  private static final List<String> FEATURES = List.of("calls_28d", "plan");
  private final Mistakes mistakes = new Mistakes();

  @Test
  void reasonsAreAsDeclaredOrByDefault() {
    Reasons few =
        SayingReader.reasons(
            block(
                "reasons",
                "top = 5, of = acted, templates { calls_28d = \"{value:0} calls, {ratio} x usual\" }"),
            FEATURES);
    Reasons byDefault = SayingReader.reasons(block("reasons", ""), FEATURES);

    assertThat(few.top()).isEqualTo(5);
    assertThat(few.audience()).isEqualTo(Audience.ACTED);
    assertThat(few.templates()).containsOnlyKeys("calls_28d");
    assertThat(byDefault.top()).isEqualTo(3);
    assertThat(byDefault.audience()).isEqualTo(Audience.EVERYONE);
    assertThat(mistakes.none()).isTrue();
  }

  @Test
  void everyMistakeOfReasonsIsNoted() {
    SayingReader.reasons(
        block(
            "reasons",
            """
            top = 0
            of = some
            tops = 1
            templates { call_28d = "x", calls_28d = "{valeu}", plan = "a { b" }
            """),
        FEATURES);

    assertMistakes(
        "reasons.top: found \"0\"",
        "reasons.of: found \"some\"; expected one of everyone, acted",
        "reasons.tops: unknown key",
        "reasons.templates.call_28d: there is no feature call_28d; did you mean calls_28d?",
        "reasons.templates.calls_28d: there is no place {valeu}; did you mean value?",
        "reasons.templates.plan: a brace without its partner");
  }

  @Test
  void alertsAreAsDeclaredOrByDefault() {
    Alerts webhook =
        SayingReader.alerts(
            block("alerts", "webhook = \"https://crm.example/churn\", timeout = 2 minutes"));
    Alerts folder = SayingReader.alerts(block("alerts", "folder = /data/out, attempts = 1"));

    assertThat(webhook)
        .isEqualTo(
            new Alerts(
                new Alerts.Webhook(URI.create("https://crm.example/churn")),
                8,
                Duration.ofMinutes(2),
                Duration.ofMillis(500),
                8));
    assertThat(folder.sink()).isEqualTo(new Alerts.Folder("/data/out"));
    assertThat(folder.attempts()).isEqualTo(1);
    assertThat(mistakes.none()).isTrue();
  }

  @Test
  void everyMistakeOfAlertsIsNoted() {
    SayingReader.alerts(block("alerts", "webhook = \"crm.example\", timeout = soon, pause = 5"));
    SayingReader.alerts(block("other", "attempts = 3"));
    SayingReader.alerts(block("both", "webhook = \"http://a.example\", folder = b"));

    assertMistakes(
        "alerts.webhook: found \"crm.example\"; expected an address",
        "alerts.timeout: found \"soon\"; expected a time such as 10 seconds",
        "alerts.pause: found \"5\"",
        "other.webhook: expected one of",
        "both.folder: expected one of");
  }

  private void assertMistakes(String... expected) {
    String all = "";
    try {
      mistakes.throwIfAny(Path.of("file"));
      Assertions.fail("no mistakes");
    } catch (InvalidProblemException invalid) {
      all = invalid.getMessage();
    }
    assertThat(all).contains(expected);
    assertThat(all.lines().filter(line -> line.contains(": ")).count())
        .isGreaterThanOrEqualTo(expected.length);
  }

  private Block block(String name, String text) {
    return new Block(
            name,
            ConfigFactory.parseString(
                    text, ConfigParseOptions.defaults().setOriginDescription("file"))
                .root(),
            mistakes)
        .withDefaults(new Defaults().of(name.equals("reasons") ? name : "alerts"));
  }
}
