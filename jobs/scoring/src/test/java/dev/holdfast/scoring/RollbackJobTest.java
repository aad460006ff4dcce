package dev.holdfast.scoring;

import static dev.holdfast.scoring.Shop.MONDAY;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.model.ModelRegistry;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.ModelsTable.State;
import dev.holdfast.table.RunsTable;
import io.delta.tables.DeltaTable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackJobTest {
  private static final Map<String, String> REPLACE = Map.of("--replace", "");

  @TempDir private Path folder;
  private Shop shop;

  @BeforeEach
  void twoChampionsInTurn() {
    shop = new Shop(folder, "decision.capacity = 3");
    shop.features(MONDAY, Shop.customers(40));
    shop.register(1, Shop.model(-2, 0.05), State.CHAMPION);
    shop.register(2, Shop.model(-1, -0.04), State.CHAMPION);
    shop.register(3, Shop.model(1, 1), State.CANDIDATE);
  }

  @Test
  void afterARollbackTheScoresAreThoseOfTheEarlierVersionExactly() {
    shop.run(new ScoringJob(), MONDAY, Map.of("--model", "1"));
    List<Row> earlier = shop.scores(MONDAY);
    shop.run(new ScoringJob(), MONDAY, REPLACE);
    assertThat(shop.scores(MONDAY)).isNotEqualTo(earlier);

    shop.run(new RollbackJob(), MONDAY, Map.of("--to", "1", "--why", "too many calls"));
    shop.run(new ScoringJob(), MONDAY, REPLACE);

    assertThat(shop.scores(MONDAY)).isEqualTo(earlier);
    assertThat(states()).containsExactly("champion", "retired", "candidate");
  }

  @Test
  void aRollbackIsOneCommitAndRecorded() {
    long before = shop.tables().models().version(shop.spark());
    shop.run(new RollbackJob(), MONDAY, Map.of("--to", "1", "--why", "too many calls"));

    assertThat(shop.tables().models().version(shop.spark())).isEqualTo(before + 1);
    List<Row> history = models().get(0).getList(models().get(0).fieldIndex("history"));
    assertThat(history)
        .extracting(each -> each.<String>getAs("state"))
        .containsExactly("champion", "retired", "champion");
    assertThat(history.get(2).<String>getAs("why")).isEqualTo("rollback: too many calls");
    List<Row> run =
        shop.tables()
            .runs()
            .read(shop.spark())
            .where(col(RunsTable.JOB).equalTo("rollback"))
            .collectAsList();
    assertThat(run).hasSize(1);
    assertThat(history.get(2).<String>getAs("run_id"))
        .isEqualTo(run.get(0).getAs(RunsTable.RUN_ID));
  }

  @Test
  void aRollbackMayBeRepeatedAndUndone() {
    shop.run(new RollbackJob(), MONDAY, Map.of("--to", "1"));
    long version = shop.tables().models().version(shop.spark());
    shop.run(new RollbackJob(), MONDAY, Map.of("--to", "1"));
    assertThat(shop.tables().models().version(shop.spark())).isEqualTo(version);

    shop.run(new RollbackJob(), MONDAY, Map.of("--to", "2"));
    assertThat(states()).containsExactly("retired", "champion", "candidate");
  }

  @Test
  void onlyAVersionThatWasChampionIsRolledBackTo() {
    for (Map.Entry<String, String> wrong :
        Map.of("3", "never was the champion", "9", "no such version", "one", "whole number")
            .entrySet()) {
      assertThatThrownBy(() -> shop.run(new RollbackJob(), MONDAY, Map.of("--to", wrong.getKey())))
          .isInstanceOfSatisfying(
              JobException.class,
              refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
          .hasMessageContaining(wrong.getValue());
    }
    assertThat(states()).containsExactly("retired", "champion", "candidate");
  }

  @Test
  void anArtefactThatWasTamperedWithOrCutShortIsRefused() {
    byte[] stated = models().get(0).getAs(ModelsTable.ARTEFACT);
    byte[] changed = stated.clone();
    changed[changed.length - 3] ^= 1;
    for (byte[] damaged : List.of(changed, Arrays.copyOf(stated, stated.length - 8))) {
      damage(1, damaged);
      for (JobRun run :
          List.<JobRun>of(
              () -> shop.run(new RollbackJob(), MONDAY, Map.of("--to", "1")),
              () -> shop.run(new ScoringJob(), MONDAY, Map.of("--model", "1")))) {
        assertThatThrownBy(run::run)
            .isInstanceOf(JobException.class)
            .hasMessageContaining("Cannot use model version 1")
            .hasMessageContaining("digest");
      }
    }
    assertThat(shop.tables().scores().exists(shop.spark())).isFalse();
    assertThat(states()).containsExactly("retired", "champion", "candidate");
  }

  @Test
  void aDamagedChampionIsReplacedByARollback() {
    damage(2, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> shop.run(new ScoringJob(), MONDAY, Map.of()))
        .hasMessageContaining("Cannot use model version 2");

    shop.run(new RollbackJob(), MONDAY, Map.of("--to", "1"));
    shop.run(new ScoringJob(), MONDAY, Map.of());

    assertThat(shop.scores(MONDAY)).hasSize(40);
    assertThat(new ModelRegistry(shop.tables()).championVersion(shop.spark())).contains(1);
  }

  private interface JobRun {
    void run();
  }

  private void damage(int version, byte[] artefact) {
    DeltaTable.forPath(shop.spark(), shop.tables().models().path())
        .update(
            col(ModelsTable.VERSION).equalTo(version), Map.of(ModelsTable.ARTEFACT, lit(artefact)));
  }

  private List<Row> models() {
    return shop.tables().models().read(shop.spark()).orderBy(ModelsTable.VERSION).collectAsList();
  }

  private List<String> states() {
    return models().stream().map(row -> row.<String>getAs(ModelsTable.STATE)).toList();
  }
}
