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
import java.util.List;

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

  public SpaceSearch(List<Space> families, Search method, Metric metric) {
    this.families = List.copyOf(families);
    this.method = method;
    this.metric = metric;
  }

  /** Tries candidates on all folds. */
  @FunctionalInterface
  public interface Trier {
    /**
     * @param share of each fold's training entities that they are fitted on
     * @return those that were tried on every fold, by their numbers in the list; not all of them
     *     only if the search is to end
     */
    List<Ranked> tried(List<Candidate> candidates, double share);
  }

  /**
   * What a search found.
   *
   * @param candidates that were tried on all rows of every fold
   * @param ranked their numbers, the best first
   * @param spent what was tried, smaller shares of rows too, in candidates on all rows
   */
  public record Found(List<Candidate> candidates, List<Ranked> ranked, double spent) {
    public Found {
      candidates = List.copyOf(candidates);
      ranked = List.copyOf(ranked);
    }
  }

  /** How many candidates will be tried, those on smaller shares of rows included. */
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
      return rungs(halving).steps().stream().mapToInt(Rungs.Rung::points).sum();
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
    List<Ranked> ranked = trier.tried(candidates, 1);
    return new Found(candidates, sorted(ranked), ranked.size());
  }

  private static Rungs rungs(Search.Halving halving) {
    return Rungs.of(halving.candidates(), halving.reduction(), halving.rungs());
  }

  private Found halved(Search.Halving halving, Trier trier) {
    List<Rungs.Rung> rungs = rungs(halving).steps();
    List<Candidate> going = candidates(space().draw(halving.seed(), rungs.get(0).points()));
    double spent = 0;
    for (Rungs.Rung rung : rungs.subList(0, rungs.size() - 1)) {
      List<Ranked> ranked = trier.tried(going, rung.share());
      spent += ranked.size() * rung.share();
      if (ranked.size() < going.size()) {
        return new Found(List.of(), List.of(), spent);
      }
      int next = rungs.get(rungs.indexOf(rung) + 1).points();
      List<Candidate> tried = going;
      going = sorted(ranked).stream().limit(next).map(each -> tried.get(each.candidate())).toList();
    }
    List<Ranked> last = trier.tried(going, 1);
    return new Found(going, sorted(last), spent + last.size());
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
      List<Ranked> answered = trier.tried(asked, 1);
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
