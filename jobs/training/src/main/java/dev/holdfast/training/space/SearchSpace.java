package dev.holdfast.training.space;

import dev.holdfast.problem.Space;
import dev.holdfast.problem.Space.Setting;
import dev.holdfast.training.fit.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** All candidates that may be drawn: some families, each with axes of its own. */
public final class SearchSpace {
  /** Draws, for each that is wanted, before a space is taken to have no other point. */
  private static final int PATIENCE = 200;

  private final List<Space> declared;
  private final List<List<Axis>> families;

  private SearchSpace(List<Space> declared, List<List<Axis>> families) {
    this.declared = List.copyOf(declared);
    this.families = List.copyOf(families);
  }

  /** The space of the declared families. */
  public static SearchSpace of(List<Space> declared) {
    return new SearchSpace(
        declared,
        declared.stream()
            .map(family -> family.settings().stream().map(SearchSpace::axis).toList())
            .toList());
  }

  private static Axis axis(Setting setting) {
    if (setting instanceof Setting.Listed listed) {
      return new Axis.Choice(listed.name(), listed.values());
    }
    if (setting instanceof Setting.Range range) {
      return new Axis.Range(
          range.name(), range.from(), range.to(), range.whole(), range.logarithmic());
    }
    throw new IllegalStateException("No axis for " + setting);
  }

  int families() {
    return families.size();
  }

  List<Axis> axes(int family) {
    return families.get(family);
  }

  /** The candidate at a point. */
  public Candidate candidate(Point point) {
    Map<String, Double> values = new LinkedHashMap<>();
    List<Axis> axes = axes(point.family());
    for (int axis = 0; axis < axes.size(); axis++) {
      values.put(axes.get(axis).name(), point.values().get(axis));
    }
    return Candidate.of(List.of(declared.get(point.family()).at(values))).get(0);
  }

  /**
   * The candidate at a point, and those that its fit passes on the way: of boosting, fewer rounds,
   * each time half of them, as far as the space goes.
   */
  public List<Candidate> onTheWay(Point point) {
    List<Candidate> candidates = new ArrayList<>(List.of(candidate(point)));
    if (candidates.get(0) instanceof Candidate.Boosted whole) {
      Axis axis =
          axes(point.family()).stream()
              .filter(each -> each.name().equals(Candidate.Boosted.ROUNDS))
              .findFirst()
              .orElseThrow();
      if (axis instanceof Axis.Choice choice) {
        choice.values().stream()
            .map(Double::intValue)
            .filter(fewer -> fewer < whole.rounds())
            .forEach(fewer -> candidates.add(whole.withRounds(fewer)));
      } else if (axis instanceof Axis.Range range) {
        for (int fewer = whole.rounds() / 2; fewer >= range.from(); fewer /= 2) {
          candidates.add(whole.withRounds(fewer));
        }
      }
    }
    return candidates;
  }

  /** The point whose axes have these positions. */
  Point at(int family, double[] positions) {
    List<Double> values = new ArrayList<>();
    for (int axis = 0; axis < positions.length; axis++) {
      values.add(axes(family).get(axis).value(positions[axis]));
    }
    return new Point(family, values);
  }

  /** The positions of a point on the axes of its family. */
  double[] positions(Point point) {
    double[] positions = new double[point.values().size()];
    for (int axis = 0; axis < positions.length; axis++) {
      positions[axis] = axes(point.family()).get(axis).position(point.values().get(axis));
    }
    return positions;
  }

  /** A point anywhere, each family as likely as any other. */
  Point draw(SplittableRandom random) {
    int family = random.nextInt(families());
    double[] positions = new double[axes(family).size()];
    for (int axis = 0; axis < positions.length; axis++) {
      positions[axis] = random.nextDouble();
    }
    return at(family, positions);
  }

  /**
   * Points at random, no two alike; fewer than wanted if no others are found.
   *
   * @param taken points that are not wanted
   */
  List<Point> draw(SplittableRandom random, int wanted, Set<Point> taken) {
    Set<Point> drawn = new LinkedHashSet<>();
    for (long left = (long) wanted * PATIENCE; left > 0 && drawn.size() < wanted; left--) {
      Stream.of(draw(random)).filter(point -> !taken.contains(point)).forEach(drawn::add);
    }
    return List.copyOf(drawn);
  }

  /**
   * Points at random, no two alike: always the same ones of one seed, and of more the same first.
   */
  public List<Point> draw(long seed, int wanted) {
    return draw(new SplittableRandom(seed), wanted, Set.of());
  }
}
