package dev.holdfast.serving;

import dev.holdfast.job.Arguments;
import dev.holdfast.job.Deployment;
import dev.holdfast.job.ExitCode;
import dev.holdfast.job.Job.Option;
import dev.holdfast.job.JobException;
import dev.holdfast.problem.ProblemFile;
import dev.holdfast.serving.http.BearerToken;
import dev.holdfast.table.TablePlaces;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is served, where, and to whom.
 *
 * @param settings of the deployment's Spark
 * @param every how long to wait between looks at the store
 */
record ServingOptions(
    TablePlaces places,
    Map<String, String> settings,
    Address address,
    Duration every,
    BearerToken token) {

  /** Names the variable of the environment that holds the token. */
  static final String TOKEN = "HOLDFAST_TOKEN";

  private static final String LISTEN = "--listen";
  private static final String EVERY = "--every";
  private static final String OPEN = "--without-token";

  /** The options of this job alone. */
  static final List<Option> OWN =
      List.of(
          new Option(LISTEN, "HOST:PORT", "where to listen; default: " + Address.DEFAULT),
          new Option(EVERY, "SECONDS", "how often to look for a new week; default: 5"),
          new Option(OPEN, "", "listens beyond this machine though no token is set"));

  ServingOptions {
    settings = Map.copyOf(settings);
  }

  /**
   * Reads them.
   *
   * @throws JobException for a mistake, or if everybody could ask without a token
   */
  static ServingOptions of(Arguments arguments, Map<String, String> environment) {
    if (arguments.asOf().isPresent()) {
      throw wrong("--as-of is not taken: the newest scored day is served");
    }
    String problem =
        ProblemFile.name(arguments.problem(), arguments.problemSettings(), environment);
    Deployment deployment =
        Deployment.read(arguments.deployment(), arguments.deploymentSettings(), environment);
    Address address = arguments.options().value(LISTEN).map(Address::of).orElse(Address.DEFAULT);
    BearerToken token = token(environment);
    if (!token.isSet() && !arguments.options().has(OPEN) && !address.isLoopback()) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot listen on %s: other machines reach it, and no token is set, so that everybody could read the scores. Set the environment variable %s, or say %s."
              .formatted(address, TOKEN, OPEN));
    }
    return new ServingOptions(
        new TablePlaces(deployment.tables(), problem),
        deployment.spark(),
        address,
        arguments.options().value(EVERY).map(ServingOptions::every).orElse(Duration.ofSeconds(5)),
        token);
  }

  private static BearerToken token(Map<String, String> environment) {
    String token = environment.get(TOKEN);
    if (token == null) {
      return BearerToken.none();
    }
    if (token.isBlank()) {
      throw wrong(
          "the environment variable %s is blank; unset it or give it a value".formatted(TOKEN));
    }
    return BearerToken.of(token.strip());
  }

  private static Duration every(String text) {
    if (!text.matches("\\d{1,5}(\\.\\d{1,3})?") || Double.parseDouble(text) == 0) {
      throw wrong("%s is \"%s\"; expected seconds, such as 5 or 0.5".formatted(EVERY, text));
    }
    return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
  }

  private static JobException wrong(String what) {
    return new JobException(
        ExitCode.CONFIGURATION, "Cannot run serve: %s. See serve --help.".formatted(what));
  }

  /** What would be done, a line each. */
  List<String> plan() {
    return List.of(
        "reads the newest day of %s".formatted(places.scores()),
        "reads the champion of %s".formatted(places.models()),
        String.format(
            Locale.ROOT,
            "listens on %s, %s, and looks for what is new every %.1f s",
            address,
            token.isSet() ? "asks for the token" : "asks for no token",
            every.toMillis() / 1000.0));
  }
}
