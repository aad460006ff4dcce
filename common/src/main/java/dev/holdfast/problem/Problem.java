package dev.holdfast.problem;

import java.util.List;
import java.util.Optional;

/**
 * One prediction problem, as its file states it: what is predicted for whom, from which sources, by
 * which candidates, and what is done about it.
 *
 * @param name identifies the problem; every table of it lies below a folder of this name
 * @param entity the columns that identify whom the problem is about, for example a customer id
 * @param digest hex SHA-256 of the resolved problem file; equal digests state equal problems, but
 *     for where data lands and what is said of scores, which no model depends on
 */
public record Problem(
    String name,
    List<String> entity,
    List<Source> sources,
    Spine spine,
    Features features,
    Label label,
    Training training,
    PromotionRules promotion,
    Decision decision,
    Monitoring monitoring,
    Schedule schedule,
    Optional<Reasons> reasons,
    Optional<Alerts> alerts,
    String digest) {

  public Problem {
    entity = List.copyOf(entity);
    sources = List.copyOf(sources);
  }

  /** The source of this name; the reader of the file has checked that it is declared. */
  public Source source(String sourceName) {
    return sources.stream()
        .filter(source -> source.name().equals(sourceName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No source named " + sourceName));
  }
}
