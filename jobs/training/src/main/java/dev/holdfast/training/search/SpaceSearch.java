package dev.holdfast.training.search;

import dev.holdfast.problem.Search;
import dev.holdfast.problem.Space;
import dev.holdfast.problem.Training.Metric;
import dev.holdfast.training.fit.Candidate;
import dev.holdfast.training.search.GridSearch.Ranked;
import dev.holdfast.training.space.ParzenProposals;
import dev.holdfast.training.space.Point;
import dev.holdfast.training.space.Rungs;
import dev.holdfast.training.space.Scored;
import dev.holdfast.training.space.SearchSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Searches declared families by the declared method: says which candidates are to be tried, batch
 * by batch, each from what the batches before it came to. What is said follows from the families,
 * the method and the trials' results alone, not from how many of them run at once, so a search that
 * was killed asks for the same again and is answered from what was kept.
 */
public final class SpaceSearch {
  private static final int LEAST_AT_RANDOM = 4;
  private static final int MOST_AT_RANDOM = 10;
  private static final int AT_RANDOM_PART = 4;

  private final List<Space> families;
  private final Search method;
  private final Metric metric;
  private final int folds;

  /**
   * @param folds how many there are
   */
  public SpaceSearch(List<Space> families, Search method, Metric metric, int folds) {
    this.families = List.copyOf(families);
    this.method = method;
    this.metric = metric;
    this.folds = folds;
  }

  /** Tries candidates on some folds. */
  @FunctionalInterface
  public interface Trier {
    /**
     * @param folds on which; what has been tried on some of them before is not tried there again
     * @return those that were tried on each of these folds, by their numbers in the list; not all
     *     of them only if the search is to end
     */
    List<Ranked> tried(List<Candidate> candidates, List<Integer> folds);
  }

  /**
   * What a search found.
   *
   * @param candidates that were tried on every fold
   * @param ranked their numbers, the best first
   * @param spent fits on some of the folds too, in fits on all of them
   */
  public record Found(List<Candidate> candidates, List<Ranked> ranked, double spent) {
    public Found {
      candidates = List.copyOf(candidates);
      ranked = List.copyOf(ranked);
    }
  }

  /** What the search may cost, in candidates tried on all folds. */
  public int planned() {
    if (method instanceof Search.EveryPoint) {
      return everyPoint().size();
    }
    if (method instanceof Search.AtRandom random) {
      return random.candidates();
    }
    if (method instanceof Search.Bayesian bayesian) {
      return bayesian.candidates();
    }
    if (method instanceof Search.Halving halving) {
      return halving.candidates();
    }
    throw new IllegalStateException("No search by " + method);
  }

  /** Searches to the end, or until something was not tried. */
  public Found run(Trier trier) {
    if (method instanceof Search.EveryPoint) {
      return atOnce(everyPoint(), trier);
    }
    if (method instanceof Search.AtRandom random) {
      return atOnce(candidates(space().draw(random.seed(), random.candidates())), trier);
    }
    if (method instanceof Search.Halving halving) {
      return halved(halving, trier);
    }
    if (method instanceof Search.Bayesian bayesian) {
      return proposed(bayesian, trier);
    }
    throw new IllegalStateException("No search by " + method);
  }

  private List<Integer> allFolds() {
    return IntStream.range(0, folds).boxed().toList();
  }

  private List<Candidate> everyPoint() {
    return Candidate.of(families.stream().map(Space::grid).toList());
  }

  private SearchSpace space() {
    return SearchSpace.of(families);
  }

  private List<Candidate> candidates(List<Point> points) {
    SearchSpace space = space();
    return points.stream().map(space::candidate).toList();
  }

  private Found atOnce(List<Candidate> candidates, Trier trier) {
    List<Ranked> ranked = trier.tried(candidates, allFolds());
    return new Found(candidates, sorted(ranked), ranked.size());
  }

  private Rungs rungs(Search.Halving halving) {
    return Rungs.of(halving.candidates(), halving.reduction(), halving.rungs(), folds);
  }

  // What a fit passes on the way is judged too, and costs no fit of its own.
  private Found halved(Search.Halving halving, Trier trier) {
    List<Rungs.Rung> rungs = rungs(halving).steps();
    SearchSpace space = space();
    List<Candidate> going =
        space.draw(halving.seed(), rungs.get(0).points()).stream()
            .flatMap(point -> space.onTheWay(point).stream())
            .distinct()
            .toList();
    double spent = 0;
    int before = 0;
    for (Rungs.Rung rung : rungs) {
      List<Ranked> ranked = sorted(trier.tried(going, rung.folds()));
      List<Candidate> from = going;
      List<Candidate> tried = ranked.stream().map(each -> from.get(each.candidate())).toList();
      spent += (double) fits(tried) * (rung.folds().size() - before) / folds;
      before = rung.folds().size();
      if (rung.folds().size() == folds) {
        return new Found(going, ranked, spent);
      }
      if (ranked.size() < going.size()) {
        break;
      }
      going = best(tried, rungs.get(rungs.indexOf(rung) + 1).points());
    }
    return new Found(List.of(), List.of(), spent);
  }

  // The best of some candidates, the best first, as long as they take no more fits than allowed.
  private static List<Candidate> best(List<Candidate> tried, int most) {
    Set<String> fits = new HashSet<>();
    List<Candidate> best = new ArrayList<>();
    for (Candidate each : tried) {
      if (fits.contains(fit(each)) || fits.size() < most) {
        fits.add(fit(each));
        best.add(each);
      }
    }
    return best;
  }

  private static int fits(List<Candidate> candidates) {
    return (int) candidates.stream().map(SpaceSearch::fit).distinct().count();
  }

  // Candidates of one name here are read off one fit.
  private static String fit(Candidate candidate) {
    return candidate instanceof Candidate.Boosted boosted ? boosted.key() : candidate.name();
  }

  private Found proposed(Search.Bayesian bayesian, Trier trier) {
    int all = bayesian.candidates();
    int atRandom = Math.max(LEAST_AT_RANDOM, Math.min(MOST_AT_RANDOM, all / AT_RANDOM_PART));
    SearchSpace space = space();
    ParzenProposals proposals = new ParzenProposals(space, bayesian.seed(), atRandom);
    List<Candidate> candidates = new ArrayList<>();
    List<Ranked> ranked = new ArrayList<>();
    List<Scored> scored = new ArrayList<>();
    while (candidates.size() < all) {
      int wanted = candidates.isEmpty() ? atRandom : bayesian.batch();
      List<Point> batch = proposals.next(scored, Math.min(wanted, all - candidates.size()));
      List<Candidate> asked = batch.stream().map(space::candidate).toList();
      List<Ranked> answered = trier.tried(asked, allFolds());
      for (Ranked each : answered) {
        ranked.add(new Ranked(candidates.size() + each.candidate(), each.value()));
      }
      answered.stream()
          .sorted(Comparator.comparingInt(Ranked::candidate))
          .forEach(each -> scored.add(new Scored(batch.get(each.candidate()), loss(each))));
      candidates.addAll(asked);
      if (answered.size() < asked.size() || asked.isEmpty()) {
        break;
      }
    }
    return new Found(candidates, sorted(ranked), ranked.size());
  }

  private double loss(Ranked each) {
    return metric == Metric.LOG_LOSS ? each.value() : -each.value();
  }

  private List<Ranked> sorted(List<Ranked> ranked) {
    return ranked.stream()
        .sorted(Comparator.comparingDouble(this::loss).thenComparingInt(Ranked::candidate))
        .toList();
  }
}
