package dev.holdfast.problem;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a problem file whole, and reports every mistake in it at once. */
public final class ProblemReader {

  private ProblemReader() {}

  /**
   * Reads a problem file.
   *
   * @param overrides paths and values that win over the file; see {@link Overrides}
   * @param environment what substitutions such as {@code ${?HOLDFAST_LANDING}} may name
   * @throws InvalidProblemException with every mistake
   */
  public static Problem read(
      Path file, Map<String, String> overrides, Map<String, String> environment) {
    Mistakes mistakes = new Mistakes();
    Config config = ProblemFile.resolved(file, overrides, environment, mistakes);
    mistakes.throwIfAny(file);
    Problem problem = problem(new Block("", config.root(), mistakes), digest(config));
    mistakes.throwIfAny(file);
    return problem;
  }

  private static Problem problem(Block root, String digest) {
    Defaults defaults = new Defaults();
    root.has("landing");
    Block identity = root.block("problem", "a block with name and entity");
    String name =
        identity.read(
            "name",
            ProblemFile.EXPECTED,
            "",
            text -> Optional.of(text).filter(ProblemFile::isName));
    List<String> entity = Texts.names(identity, "entity", "columns that identify whom it is about");
    identity.noMore();

    Map<String, Source> sources = new LinkedHashMap<>();
    root.blocksOf("sources")
        .forEach(
            (each, block) ->
                sources.put(each, SourceReader.read(each, block, defaults.of("source"))));
    if (sources.isEmpty()) {
      root.mistake("sources", "expected at least one source");
    }
    Scope scope = new Scope(sources, SourceReader.reference(root));
    Spine spine = new SpineReader(scope, entity).read(root.block("spine", "a block: the rows"));
    FeaturesReader featuresReader = new FeaturesReader(scope, entity, spine);
    Features features =
        featuresReader.read(
            root.block("features", "a block: what is known"), defaults.of("features"));
    Label label =
        LabelReader.read(
            root.block("label", "a block: the outcome"), scope, entity, spine, defaults);
    Training training =
        new TrainingReader(scope, entity, defaults)
            .read(root.block("training", "a block: split and candidates"));
    PromotionRules promotion =
        DecisionReader.promotion(
            orEmpty(root, "promotion").withDefaults(defaults.of("promotion")),
            featuresReader.features());
    Decision decision =
        DecisionReader.read(
            root.block("decision", "a block with capacity, or with cost, value and success"));
    Monitoring monitoring =
        DecisionReader.monitoring(
            orEmpty(root, "monitoring").withDefaults(defaults.of("monitoring")));
    Schedule schedule =
        DecisionReader.schedule(orEmpty(root, "schedule").withDefaults(defaults.of("schedule")));
    Optional<Reasons> reasons =
        root.optionalBlock("reasons")
            .map(block -> block.withDefaults(defaults.of("reasons")))
            .map(block -> SayingReader.reasons(block, featuresReader.features()));
    Optional<Alerts> alerts =
        root.optionalBlock("alerts")
            .map(block -> SayingReader.alerts(block.withDefaults(defaults.of("alerts"))));
    root.noMore();
    return new Problem(
        name,
        entity,
        List.copyOf(sources.values()),
        spine,
        features,
        label,
        training,
        promotion,
        decision,
        monitoring,
        schedule,
        reasons,
        alerts,
        digest);
  }

  private static Block orEmpty(Block root, String key) {
    return root.optionalBlock(key).orElseGet(() -> root.none(key));
  }

  // Neither where data lands, nor which models may score, nor what is said of scores, nor when it
  // is run changes what the problem is.
  private static String digest(Config config) {
    Config stated =
        config
            .withoutPath("landing")
            .withoutPath("promotion")
            .withoutPath("reasons")
            .withoutPath("alerts")
            .withoutPath("schedule.catch-up");
    if (stated.hasPath("sources")) {
      for (String source : stated.getObject("sources").keySet()) {
        stated = stated.withoutPath("sources.\"" + source + "\".path");
      }
    }
    String text = stated.root().render(ConfigRenderOptions.concise());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
