package dev.holdfast.serving.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.serving.Follower;
import dev.holdfast.serving.model.StoredModels;
import dev.holdfast.serving.week.ScoredWeek;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** What is answered from, how old it is, and whether the store can be read. */
final class Health {
  private final String problem;
  private final Follower follower;
  private final Clock clock;

  Health(String problem, Follower follower, Clock clock) {
    this.problem = problem;
    this.follower = follower;
    this.clock = clock;
  }

  /** Is 200 even while the store fails, since the week that was read last is answered. */
  Answer answer() {
    Follower.Look look = follower.latest();
    ScoredWeek week = look.served().week();
    StoredModels models = look.served().models();
    ObjectNode health = JsonNodeFactory.instance.objectNode();
    health.put(
        "status",
        look.failure().isEmpty() ? "ok" : "store failing: what was read before is answered");
    health.put("problem", problem);

    ObjectNode scores = health.putObject("scores");
    scores.put("as_of", week.asOf().toString());
    scores.put(
        "age_days",
        ChronoUnit.DAYS.between(week.asOf(), LocalDate.now(clock.withZone(ZoneOffset.UTC))));
    scores.put("rows", week.size());
    week.models().forEach(scores.putArray("model_versions")::add);
    scores.put("table_version", week.version());
    scores.put("read_at", seconds(week.readAt()));

    ObjectNode model = health.putObject("model");
    model.put("champion", models.champion());
    model.put("table_version", models.tableVersion());

    ObjectNode store = health.putObject("store");
    store.put("looked_at", seconds(look.at()));
    store.put("seconds_since_look", Duration.between(look.at(), clock.instant()).toSeconds());
    store.put("answered_at", seconds(look.goodAt()));
    store.put("looks_every_seconds", follower.every().toMillis() / 1000.0);
    store.put("failure", look.failure().orElse(null));
    return Answer.json(health);
  }

  private static String seconds(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
