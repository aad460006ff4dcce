package dev.holdfast.training.fit;

import dev.holdfast.model.ScoringModel;
import dev.holdfast.training.data.RowBlock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The best candidates of several families as one (stacking: Wolpert, Stacked Generalization, 1992;
 * with weights not below 0: Breiman, Stacked Regressions, 1996). How much each member weighs is
 * part of the fit and learnt from its training rows alone, so a fold judges it as it judges any
 * other.
 */
public record Blend(List<Candidate> members) implements Candidate {
  /** What kind of model it is. */
  public static final String KIND = "blend";

  private static final int FITS_OF_A_MEMBER = Thirds.COUNT + 1;

  public Blend {
    members = List.copyOf(members);
  }

  /**
   * A blend of the best candidate of each family; empty if there are not two families.
   *
   * @param bestFirst candidates, the best first
   * @param most members
   */
  public static Optional<Blend> of(List<Candidate> bestFirst, int most) {
    Map<String, Candidate> best = new LinkedHashMap<>();
    bestFirst.forEach(each -> best.putIfAbsent(each.grid(), each));
    List<Candidate> members = best.values().stream().limit(most).toList();
    return members.size() < 2 ? Optional.empty() : Optional.of(new Blend(members));
  }

  @Override
  public String grid() {
    return KIND;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    for (int member = 0; member < members.size(); member++) {
      parameters.put("member-%02d".formatted(member + 1), members.get(member).name());
    }
    return parameters;
  }

  @Override
  public int effort() {
    return FITS_OF_A_MEMBER * members.stream().mapToInt(Candidate::effort).sum();
  }

  @Override
  public ScoringModel fit(RowBlock rows, Fitting fitting) {
    return BlendFit.model(rows, members, fitting);
  }
}
