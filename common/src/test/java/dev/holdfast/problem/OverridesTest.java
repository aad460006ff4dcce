package dev.holdfast.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverridesTest {

  @Test
  void aListIsAList() {
    assertThat(set("[a, \"b c\", 3]").getStringList("path")).isEqualTo(List.of("a", "b c", "3"));
  }

  @Test
  void anObjectIsAnObject() {
    assertThat(set("{ folds = 5, split { holdout = 2 } }").getInt("path.split.holdout"))
        .isEqualTo(2);
  }

  @Test
  void numbersAndTruthsAreWhatTheyLookLike() {
    assertThat(set("0.25").getValue("path").unwrapped()).isEqualTo(0.25);
    assertThat(set("7").getValue("path").unwrapped()).isEqualTo(7);
    assertThat(set("true").getValue("path").unwrapped()).isEqualTo(true);
    assertThat(set("null").hasPath("path")).isFalse();
  }

  @Test
  void quotesKeepWhatWouldBeSomethingElse() {
    assertThat(set("\"7\"").getValue("path").unwrapped()).isEqualTo("7");
    assertThat(set("\"[a-c]*.csv\"").getString("path")).isEqualTo("[a-c]*.csv");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3a://bucket/a b",
        "C:\\data\\landing",
        "a = 'b' and c <> 'd, e' // f",
        "2024-01-01",
        "28 days",
        "topic = 'a#b'",
        "/landing/*.csv",
        "7\nother = 8",
        " spaced ",
        ""
      })
  void whatIsNoHoconIsTextAsItStands(String text) {
    assertThat(set(text).getValue("path").unwrapped()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a, b", "{ a = 1", "\"a", "[a] = b", "[a], b = c", "${", "[1]\nb = 2"})
  void whatBeginsAsHoconMustBeHocon(String text) {
    assertThat(Overrides.flaw(text)).get().asString().contains("is not HOCON", "double quotes");
    assertThatThrownBy(() -> set(text)).isInstanceOf(ConfigException.class);
  }

  @Test
  void whatCanBeUsedHasNoFlaw() {
    assertThat(Overrides.flaw("[a, b]")).isEmpty();
    assertThat(Overrides.flaw("a: [b")).isEmpty();
  }

  private static Config set(String text) {
    return Overrides.of(Map.of("path", text));
  }
}
