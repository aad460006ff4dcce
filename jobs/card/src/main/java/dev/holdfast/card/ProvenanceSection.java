package dev.holdfast.card;

import dev.holdfast.card.ModelFacts.Provenance;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What it was built from, by what, and what became of it. */
final class ProvenanceSection {

  private ProvenanceSection() {}

  static Section of(ModelFacts facts) {
    Provenance provenance = facts.provenance();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("candidate", facts.candidate()));
    rows.add(List.of("trained as of", facts.asOf().toString()));
    rows.add(
        List.of("trained at", provenance.createdAt().truncatedTo(ChronoUnit.SECONDS).toString()));
    rows.add(List.of("run", provenance.runId()));
    new TreeMap<>(provenance.tableVersions())
        .forEach((table, version) -> rows.add(List.of("table " + table, "version " + version)));
    rows.add(List.of("problem file, SHA-256", provenance.problemDigest()));
    rows.add(List.of("model's bytes, SHA-256", provenance.digest()));
    rows.add(List.of("seed", Long.toString(provenance.seed())));
    rows.add(List.of("code version", provenance.codeVersion()));
    new TreeMap<>(provenance.libraries())
        .forEach((library, version) -> rows.add(List.of(library, version)));
    List<List<String>> history = new ArrayList<>();
    facts
        .history()
        .forEach(
            change ->
                history.add(
                    List.of(
                        change.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                        change.state(),
                        change.why())));
    return new Section(
        "Provenance",
        "training --reproduce %d builds it again from these and compares the bytes."
            .formatted(facts.version()),
        List.of(
            new Block.Table(List.of("", ""), rows, 2, -1),
            new Block.Table(List.of("when", "state", "why"), history, 3, -1),
            new Block.Text(
                "It reads %s: %s."
                    .formatted(
                        Figures.counted(facts.features().size(), "feature"),
                        String.join(", ", facts.features())))));
  }
}
