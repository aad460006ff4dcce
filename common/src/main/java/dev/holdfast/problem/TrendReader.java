package dev.holdfast.problem;

import dev.holdfast.problem.Features.Aggregate;
import dev.holdfast.problem.Features.Function;
import dev.holdfast.problem.Features.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code features.trends}: the last days of a count or sum against the days before them.
 *
 * <p>With {@code r} a day in the last days and {@code e} a day in those before, the trend is {@code
 * (r - e) / (|r| + |e|)}: 0 where both are alike, 1 where there was nothing before, -1 where
 * nothing is left. Where both are 0 nothing changed, and the trend is 0; it is never missing. A
 * ratio {@code r / e} orders rows the same way, but has no answer after a time without any.
 */
final class TrendReader {
  private final List<Group> groups;

  TrendReader(List<Group> groups) {
    this.groups = groups;
  }

  /**
   * The trends as expressions over the columns of their aggregates, in the order of their lines.
   */
  List<NamedExpression> read(Block features) {
    List<NamedExpression> trends = new ArrayList<>();
    features.blocksOf("trends").forEach((name, block) -> trends.add(trend(name, block)));
    return trends;
  }

  private NamedExpression trend(String name, Block block) {
    String of = Texts.text(block, "of", "the name of a count or sum");
    int last = Texts.days(block, "last");
    int before = Texts.days(block, "before");
    block.noMore();
    check(block, of, last, last + before);
    return new NamedExpression(
        name,
        "coalesce(try_divide({r} * {b} - ({w} - {r}) * {l}, abs({r}) * {b} + abs({w} - {r}) * {l}), 0.0D)"
            .replace("{r}", of + "_" + last + "d")
            .replace("{w}", of + "_" + (last + before) + "d")
            .replace("{l}", Integer.toString(last))
            .replace("{b}", Integer.toString(before)));
  }

  private void check(Block block, String of, int last, int whole) {
    List<String> known = new ArrayList<>();
    for (Group group : groups) {
      Optional<Aggregate> aggregate =
          group.aggregates().stream().filter(each -> each.name().equals(of)).findFirst();
      if (aggregate.isPresent()) {
        check(block, aggregate.get(), group, last, whole);
        return;
      }
      group.aggregates().forEach(each -> known.add(each.name()));
    }
    if (!of.isEmpty()) {
      block.mistake("of", "there is no aggregate %s; %s".formatted(of, Nearest.hint(of, known)));
    }
  }

  private static void check(Block block, Aggregate aggregate, Group group, int last, int whole) {
    boolean addsUp = aggregate.function() == Function.COUNT || aggregate.function() == Function.SUM;
    if (!addsUp) {
      block.mistake(
          "of",
          "%s does not add up over days; expected a count or a sum".formatted(aggregate.name()));
      return;
    }
    for (int days : List.of(last, whole)) {
      if (!group.windows().contains(days)) {
        block.mistake(
            days == last ? "last" : "before",
            "%s has no window of %d days, which this needs; group %s has %s"
                .formatted(aggregate.name(), days, group.name(), group.windows()));
      }
    }
  }
}
