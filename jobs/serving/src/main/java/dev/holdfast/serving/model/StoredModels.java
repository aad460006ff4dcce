package dev.holdfast.serving.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.model.ModelCodec;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.serving.store.Cells;
import dev.holdfast.serving.store.StoredTable;
import dev.holdfast.serving.store.TableState;
import dev.holdfast.table.ModelsTable;
import dev.holdfast.table.ModelsTable.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The models of one version of the registry: what is stated of each, and the champion ready to be
 * applied. Others are read when they are asked for. Safe for use by several threads.
 */
public final class StoredModels {
  private static final ObjectMapper JSON = new ObjectMapper();
  // A model that somebody compares with: more at once are read each time.
  private static final int MOST_KEPT = 4;

  private final StoredTable table;
  private final TableState state;
  private final Map<Integer, ObjectNode> stated;
  private final int champion;
  private final Map<Integer, TrainedModel> kept = new ConcurrentHashMap<>();

  private StoredModels(
      StoredTable table, TableState state, Map<Integer, ObjectNode> stated, int champion) {
    this.table = table;
    this.state = state;
    this.stated = stated;
    this.champion = champion;
  }

  /**
   * Reads the registry.
   *
   * @throws JobException if it has no champion, or the champion's bytes are not what is stated
   */
  public static StoredModels read(StoredTable table, TableState state) {
    List<String> columns = new ArrayList<>(state.schema().fieldNames());
    columns.remove(ModelsTable.ARTEFACT);
    Map<Integer, ObjectNode> stated = new LinkedHashMap<>();
    state.read(
        columns,
        file -> true,
        (batch, row) -> {
          try (TokenBuffer tokens = new TokenBuffer(JSON, false)) {
            tokens.writeStartObject();
            Cells.write(tokens, batch, row);
            tokens.writeEndObject();
            ObjectNode model = JSON.readTree(tokens.asParser());
            stated.put(model.path(ModelsTable.VERSION).asInt(), model);
          }
        });
    int champion =
        stated.entrySet().stream()
            .filter(
                each ->
                    each.getValue()
                        .path(ModelsTable.STATE)
                        .asText()
                        .equals(State.CHAMPION.stored()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow(
                () ->
                    new JobException(
                        ExitCode.CONFIGURATION,
                        "Cannot serve the champion: %s has none. Run the training job first."
                            .formatted(table.path())));
    StoredModels models = new StoredModels(table, state, stated, champion);
    models.kept.put(champion, models.load(champion));
    return models;
  }

  /** The version of the registry's table. */
  public long tableVersion() {
    return state.version();
  }

  /** The version of the model that scores. */
  public int champion() {
    return champion;
  }

  /** All versions that there are, ascending. */
  public List<Integer> versions() {
    return stated.keySet().stream().sorted().toList();
  }

  /** What the registry states of a version, by the columns of {@link ModelsTable}. */
  public Optional<ObjectNode> stated(int version) {
    return Optional.ofNullable(stated.get(version));
  }

  /**
   * A model that can be applied. The champion is at hand; another one may have to be read.
   *
   * @param version one of {@link #versions}
   * @throws JobException if its bytes are not what is stated
   */
  public TrainedModel model(int version) {
    TrainedModel known = kept.get(version);
    if (known != null) {
      return known;
    }
    TrainedModel loaded = load(version);
    if (kept.size() < MOST_KEPT) {
      kept.put(version, loaded);
    }
    return loaded;
  }

  private TrainedModel load(int version) {
    List<byte[]> found = new ArrayList<>();
    state.read(
        List.of(ModelsTable.VERSION, ModelsTable.ARTEFACT),
        file -> true,
        (batch, row) -> {
          if (batch.getColumnVector(0).getInt(row) == version) {
            found.add(batch.getColumnVector(1).getBinary(row));
          }
        });
    byte[] artefact = found.get(0);
    String digest = ModelCodec.digest(artefact);
    String expected = stated.get(version).path(ModelsTable.DIGEST).asText();
    if (!digest.equals(expected)) {
      throw new JobException(
          ExitCode.CONFIGURATION,
          "Cannot use model version %d in %s: its bytes have digest %s, the registry states %s. The row was damaged or changed; restore the table to an earlier version or roll back."
              .formatted(version, table.path(), digest, expected));
    }
    return ModelCodec.read(artefact);
  }
}
