package dev.holdfast.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeaderLinesTest {
  @TempDir Path root;

  @Test
  void aHeaderIsDroppedWhereItIsAFilesFirstLineAndElsewhereABadRow() {
    Landing landing = new Landing(root);
    landing.csv("one.csv", "a,b,c", Landing.HEADER, "d,e,f");
    landing.csv("two.csv", "g,h,i");
    landing.ingest(landing.source().schema("id STRING, amount STRING, at STRING").build());
    assertThat(landing.accepted("id")).containsExactly("a", "d", "g");
    assertThat(landing.quarantined()).containsExactly("id,amount,at|header");
  }

  @Test
  void caseQuotesByteOrderMarkAndLineEndsOfAHeaderDoNotMatter() {
    Landing landing = new Landing(root);
    landing.file("one.csv", "\uFEFFID,\"Amount\",at\r\na,1,2024-01-01 00:00:00\r\n\r\n");
    landing.file("two.csv", "id;amount,at".replace(';', ',') + "\nb,2,2024-01-01 00:00:00");
    landing.ingest(landing.source().build());
    assertThat(landing.accepted("id", "amount")).containsExactly("a|1", "b|2");
    assertThat(landing.accounts()).containsExactly("0|2|2|2|0|0|");
  }

  @Test
  void filesWithoutHeadersLoseNoLine() {
    Landing landing = new Landing(root);
    landing.file("one.csv", "a;1;2024-01-01 00:00:00\nb;2;2024-01-01 00:00:00\n");
    landing.ingest(landing.source().option("header", "false").option("sep", ";").build());
    assertThat(landing.accepted("id", "amount")).containsExactly("a|1", "b|2");
  }

  @Test
  void commentsAndBlankLinesAreNoRows() {
    Landing landing = new Landing(root);
    landing.csv("one.csv", "# made by hand", "", "a,1,2024-01-01 00:00:00", "   ");
    landing.ingest(landing.source().option("comment", "#").build());
    assertThat(landing.accounts()).containsExactly("0|1|1|1|0|0|");
  }

  @Test
  void otherCharactersAreReadInTheDeclaredEncoding() {
    Landing landing = new Landing(root);
    landing.bytes(
        "one.csv",
        "id,amount,at\nJos\u00e9,1,2024-01-01 00:00:00\n"
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    landing.ingest(landing.source().option("encoding", "ISO-8859-1").build());
    assertThat(landing.accepted("id")).containsExactly("Jos\u00e9");
  }

  @Test
  void quotedSeparatorsAndQuotesAreOneValue() {
    Landing landing = new Landing(root);
    landing.csv("one.csv", "\"a, and b\",1,2024-01-01 00:00:00");
    landing.ingest(landing.source().build());
    assertThat(landing.accepted("id")).containsExactly("a, and b");
  }
}
