package dev.holdfast.serving.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.TrainedModel;
import dev.holdfast.model.UnusualValues;
import java.util.List;
import java.util.Optional;

/** What is answered of models: their cards, and scores of posted rows. */
public final class ModelAnswers {
  private final StoredModels models;

  public ModelAnswers(StoredModels models) {
    this.models = models;
  }

  /** The card of a version, if there is one. */
  public Optional<ObjectNode> card(int version) {
    return models
        .stated(version)
        .map(ModelCard::of)
        .map(
            card -> {
              card.set("versions", ModelCard.versions(models.versions()));
              return card;
            });
  }

  /**
   * Scores a row as the weekly run does: the same model, calibrated, and the same flags.
   *
   * @param body see {@link PostedRow}
   * @param version one that the registry has
   * @throws PostedRow.Unusable with all that is wrong with the row
   */
  public ObjectNode score(byte[] body, int version) throws PostedRow.Unusable {
    TrainedModel model = models.model(version);
    PostedRow row = PostedRow.read(body, model.encoding());
    float[] encoded = new float[model.encoding().width()];
    model.encoding().encode(row::value, encoded, 0);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("probability", (double) model.probabilities(encoded, 1)[0]);
    answer.put("model_version", version);
    strings(answer, "flags", UnusualValues.flags(model, row::value));
    strings(answer, "missing", row.missing());
    return answer;
  }

  private static void strings(ObjectNode answer, String name, List<String> values) {
    values.forEach(answer.putArray(name)::add);
  }
}
