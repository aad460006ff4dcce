package dev.holdfast.training.space;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Proposes where good points are denser than others (tree-structured Parzen estimators: Bergstra,
 * Bardenet, Bengio and Kégl, Algorithms for Hyper-Parameter Optimization, 2011), with one density
 * over all axes of a family (Falkner, Klein and Hutter, BOHB, 2018).
 *
 * <ol>
 *   <li>The first points are drawn at random: without them there is nothing to go by.
 *   <li>Points that were tried are parted into the best few and the others.
 *   <li>Many points are drawn from the density of the best: first the family, by how often it is
 *       among them, then the axes.
 *   <li>Proposed is the one for which that density is largest beside the density of the others.
 *   <li>Within a batch, a point that was proposed but not tried yet counts among the others, as if
 *       it had turned out badly: so the next one keeps off it (the constant liar: Ginsbourger, Le
 *       Riche and Carraro, Kriging is Well-Suited to Parallelize Optimization, 2010).
 * </ol>
 *
 * <p>What is proposed follows from the seed and from what was tried alone, so that a search that
 * was killed proposes the same again.
 */
public final class ParzenProposals {
  private static final double BEST_SHARE = 0.2;
  private static final int DRAWS = 64;

  private final SearchSpace space;
  private final long seed;
  private final int atRandom;

  /**
   * @param atRandom points that are drawn at random before any is proposed
   */
  public ParzenProposals(SearchSpace space, long seed, int atRandom) {
    this.space = space;
    this.seed = seed;
    this.atRandom = atRandom;
  }

  /**
   * What to try next, no two alike and none that was tried; fewer than wanted if the space has no
   * others.
   *
   * @param tried in the order in which they were proposed
   */
  public List<Point> next(List<Scored> tried, int wanted) {
    // Another stream for each batch; the golden ratio keeps neighbouring streams apart.
    SplittableRandom random = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * tried.size());
    Set<Point> taken = new HashSet<>();
    tried.forEach(each -> taken.add(each.point()));
    List<Point> proposed = new ArrayList<>();
    while (proposed.size() < wanted) {
      List<Point> one =
          tried.size() + proposed.size() < atRandom || tried.isEmpty()
              ? space.draw(random, 1, taken)
              : propose(tried, proposed, taken, random);
      if (one.isEmpty()) {
        break;
      }
      proposed.addAll(one);
      taken.addAll(one);
    }
    return proposed;
  }

  private List<Point> propose(
      List<Scored> tried, List<Point> pending, Set<Point> taken, SplittableRandom random) {
    List<Scored> ranked = new ArrayList<>(tried);
    // The sort is stable: of equals the one that was tried first is the better.
    ranked.sort(Comparator.comparingDouble(Scored::loss));
    int best = Math.max(1, (int) Math.ceil(BEST_SHARE * ranked.size()));
    List<Point> good = ranked.subList(0, best).stream().map(Scored::point).toList();
    List<Point> others =
        new ArrayList<>(ranked.subList(best, ranked.size()).stream().map(Scored::point).toList());
    others.addAll(pending);
    Density ofGood = new Density(space, good);
    Density ofOthers = new Density(space, others);
    Point proposed = null;
    double highest = Double.NEGATIVE_INFINITY;
    for (int draw = 0; draw < DRAWS; draw++) {
      Point drawn = ofGood.draw(random);
      double promise = ofGood.log(drawn) - ofOthers.log(drawn);
      if (promise > highest && !taken.contains(drawn)) {
        proposed = drawn;
        highest = promise;
      }
    }
    // A small space may have been tried where it is good.
    return proposed == null ? space.draw(random, 1, taken) : List.of(proposed);
  }
}
