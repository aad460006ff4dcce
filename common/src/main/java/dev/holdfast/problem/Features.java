package dev.holdfast.problem;

import java.util.List;
import java.util.Optional;

/**
 * What is known about a row of the spine at its moment.
 *
 * @param derived SQL expressions over the spine, aggregates, attributes and earlier derived
 *     columns; trends stand first among them
 * @param exclude columns that stay in the table and never reach a model
 */
public record Features(
    List<Group> groups,
    List<Attributes> attributes,
    List<NamedExpression> derived,
    List<String> exclude,
    Categories categories) {

  public Features {
    groups = List.copyOf(groups);
    attributes = List.copyOf(attributes);
    derived = List.copyOf(derived);
    exclude = List.copyOf(exclude);
  }

  /**
   * Aggregates over the rows of one source that share a key with the row of the spine.
   *
   * @param by the key, columns of both the source and the spine; the entity unless declared
   * @param windows lengths in whole days, each ending where the row's day begins
   */
  public record Group(
      String name,
      String source,
      List<String> by,
      Optional<String> where,
      List<Integer> windows,
      List<Aggregate> aggregates) {
    public Group {
      by = List.copyOf(by);
      windows = List.copyOf(windows);
      aggregates = List.copyOf(aggregates);
    }
  }

  /**
   * One aggregate; with window 30 its column is {@code <name>_30d}, without windows {@code <name>}.
   *
   * @param of SQL expression over the source's columns; none for counts and days-since
   * @param where which rows count, beside the group's own condition
   * @param frequent of a count of rows with a frequent value: which one, as long as it is not known
   */
  public record Aggregate(
      String name,
      Function function,
      Optional<String> of,
      Optional<String> where,
      Optional<Frequent> frequent) {

    /** The same of rows alone for which an expression has a value. */
    public Aggregate ofValue(String by, String value) {
      String condition =
          "(%s) = '%s'".formatted(by, value.replace("\\", "\\\\").replace("'", "\\'"));
      return new Aggregate(
          name,
          function,
          of,
          Optional.of(where.map(other -> "(" + other + ") AND " + condition).orElse(condition)),
          Optional.empty());
    }
  }

  /**
   * A value that is among the most frequent ones of an expression.
   *
   * @param family the name of the count that was declared for all of them
   * @param by the SQL expression
   * @param top how many there are
   * @param rank of this one, from 1
   */
  public record Frequent(String family, String by, int top, int rank) {}

  /** The aggregates on offer. */
  public enum Function {
    COUNT,
    SUM,
    MIN,
    MAX,
    AVG,
    STDDEV,
    /** The value of the latest row in the window. */
    LAST,
    /** Distinct values in the window, estimated by a sketch. */
    DISTINCT,
    /** How evenly rows spread over values, in nats: 0 if all have one value; null without rows. */
    ENTROPY,
    /** The share of rows that have the most frequent value; null without rows. */
    TOP_SHARE,
    /** Whole days since the first row ever; null without one. */
    DAYS_SINCE_FIRST,
    /** Whole days since the latest row; null without one. */
    DAYS_SINCE_LAST;

    /** Whether the aggregate is taken once per window, not once over all that came before. */
    public boolean windowed() {
      return this != DAYS_SINCE_FIRST && this != DAYS_SINCE_LAST;
    }
  }

  /** Columns of the latest row of a source known at the moment, by its key. */
  public record Attributes(String name, String source, List<String> by, List<String> columns) {
    public Attributes {
      by = List.copyOf(by);
      columns = List.copyOf(columns);
    }
  }

  /**
   * When a category is too rare to stand alone: all but the {@code max} most frequent, and those
   * with less than {@code minShare} of the training rows, become one category, {@code other}.
   */
  public record Categories(int max, double minShare) {}
}
