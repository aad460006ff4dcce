package dev.holdfast.serving.week;

import dev.holdfast.serving.store.TableState.DataFile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The scores of one day in memory, each as the JSON that is answered; never changes. */
public final class ScoredWeek {
  private static final int[] NONE = {};

  private final LocalDate asOf;
  private final long version;
  private final Instant readAt;
  private final WeekKey key;
  private final Set<DataFile> files;
  private final Set<Integer> models;
  private final byte[][] scores;
  private final Map<String, int[]> places;

  /**
   * @param version of the table of scores that these are
   * @param files of the table that the scores were read from
   * @param models the versions of the models that made the scores
   * @param scores highest first
   * @param places where the scores of each entity stand, by {@link WeekKey#joined}
   */
  ScoredWeek(
      LocalDate asOf,
      long version,
      WeekKey key,
      Set<DataFile> files,
      Set<Integer> models,
      byte[][] scores,
      Map<String, int[]> places) {
    this.asOf = asOf;
    this.version = version;
    this.readAt = Instant.now();
    this.key = key;
    this.files = Set.copyOf(files);
    this.models = Set.copyOf(models);
    this.scores = scores;
    this.places = places;
  }

  /** The day that was scored. */
  public LocalDate asOf() {
    return asOf;
  }

  /** The version of the table when these scores were read. */
  public long version() {
    return version;
  }

  public Instant readAt() {
    return readAt;
  }

  public WeekKey key() {
    return key;
  }

  /** The versions of the models that made the scores: one, but where late rows came to a day. */
  public List<Integer> models() {
    return models.stream().sorted().toList();
  }

  /** How many scores there are. */
  public int size() {
    return scores.length;
  }

  /** The scores of an entity as JSON objects, highest first; none if it was not scored. */
  public List<byte[]> of(List<String> entity) {
    int[] found = places.getOrDefault(WeekKey.joined(entity), NONE);
    return Arrays.stream(found).mapToObj(place -> scores[place]).toList();
  }

  /** At most {@code limit} scores as JSON objects, highest first, after so many higher ones. */
  public List<byte[]> after(int place, int limit) {
    int from = Math.min(place, scores.length);
    return Arrays.asList(scores).subList(from, from + Math.min(limit, scores.length - from));
  }

  boolean isOf(Set<DataFile> others) {
    return files.equals(others);
  }
}
