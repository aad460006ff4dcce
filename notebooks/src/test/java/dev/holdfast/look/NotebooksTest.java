package dev.holdfast.look;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The project's notebooks as they are kept: executed, readable, and without traces of a machine.
 */
class NotebooksTest {
  private static final List<String> NAMES =
      List.of(
          "01-explore-the-tables",
          "02-why-did-this-customer-score-high",
          "03-compare-two-model-versions",
          "04-where-does-the-model-fail");
  private static final Path FOLDER = Path.of(System.getProperty("holdfast.home"), "notebooks");
  private static final long MOST_BYTES = 600_000;

  @Test
  void allFourAreThereAndNoOther() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".ipynb"))
                  .sorted())
          .containsExactlyElementsOf(NAMES.stream().map(name -> name + ".ipynb").toList());
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCellWasExecutedInOrderAndNoneFailed() {
    return each(
        name -> {
          int expected = 0;
          for (JsonNode cell : code(name)) {
            assertThat(cell.path("execution_count").asInt()).isEqualTo(++expected);
            for (JsonNode output : cell.path("outputs")) {
              // Nothing but what a cell shows by intention: no log line, no value of a variable.
              assertThat(output.path("output_type").asText()).isEqualTo("display_data");
            }
          }
          assertThat(expected).isGreaterThanOrEqualTo(5);
        });
  }

  @TestFactory
  Stream<DynamicTest> eachHasPicturesAndStaysSmall() {
    return each(
        name -> {
          long pictures =
              code(name).stream()
                  .flatMap(cell -> cell.findValues("image/png").stream())
                  .filter(JsonNode::isTextual)
                  .count();
          assertThat(pictures).isGreaterThanOrEqualTo(2);
          assertThat(Files.size(file(name))).isLessThan(MOST_BYTES);
        });
  }

  @TestFactory
  Stream<DynamicTest> eachBeginsWithAQuestionAndEndsWithWhatWasFound() {
    return each(
        name -> {
          JsonNode cells = read(name).path("cells");
          assertThat(text(cells.get(0).path("source"))).startsWith("# ").contains("?");
          String last = text(cells.get(cells.size() - 1).path("source"));
          assertThat(last).startsWith("say(");
        });
  }

  @TestFactory
  Stream<DynamicTest> noneTellsOfTheMachineItRanOn() {
    return each(
        name ->
            assertThat(Files.readString(file(name)))
                .doesNotContain("/root/", "/home/", "/tmp/", "file:/")
                .doesNotContain(FOLDER.toAbsolutePath().getParent() + "/")
                .doesNotContain(System.getProperty("user.home") + "/")
                .doesNotContainPattern("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}")
                .doesNotContainPattern("@[0-9a-f]{6,8}\\b"));
  }

  private interface Check {
    void of(String name) throws IOException;
  }

  private static Stream<DynamicTest> each(Check check) {
    return NAMES.stream().map(name -> DynamicTest.dynamicTest(name, () -> check.of(name)));
  }

  private static List<JsonNode> code(String name) throws IOException {
    List<JsonNode> code = new ArrayList<>();
    for (JsonNode cell : read(name).path("cells")) {
      if (cell.path("cell_type").asText().equals("code")) {
        code.add(cell);
      }
    }
    return code;
  }

  private static String text(JsonNode lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.asText()));
    return text.toString();
  }

  private static JsonNode read(String name) throws IOException {
    return new ObjectMapper().readTree(file(name).toFile());
  }

  private static Path file(String name) {
    return FOLDER.resolve(name + ".ipynb");
  }
}
