package dev.holdfast.card;

import dev.holdfast.model.Evaluation;
import dev.holdfast.model.Evaluation.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether its probabilities are frequencies. */
final class CalibrationSection {

  private CalibrationSection() {}

  static Section of(ModelFacts facts, Evaluation evaluation) {
    List<Map<String, Object>> drawn = new ArrayList<>();
    evaluation.calibrated().forEach(bin -> drawn.add(point("as used", bin)));
    evaluation.uncalibrated().forEach(bin -> drawn.add(point("before calibration", bin)));
    double most =
        evaluation.calibrated().stream()
            .mapToDouble(bin -> Math.max(bin.predicted(), bin.high()))
            .max()
            .orElse(1);
    for (int step = 0; step <= 20; step++) {
      Map<String, Object> point = new LinkedHashMap<>();
      point.put("of", "perfect");
      point.put("predicted", most * step / 20);
      point.put("observed", most * step / 20);
      drawn.add(point);
    }
    List<List<String>> rows = new ArrayList<>();
    for (Group bin : evaluation.calibrated()) {
      rows.add(
          List.of(
              Figures.percent(bin.predicted()),
              Figures.percent(bin.observed()),
              Figures.percent(bin.low()) + " to " + Figures.percent(bin.high()),
              Figures.count(bin.rows()),
              Figures.count(bin.positives())));
    }
    return new Section(
        "Calibration",
        "Rows in bins of about equal numbers by their probability: what was said, and what came. The calibration error, the mean distance of the two, is %s."
            .formatted(Figures.number(facts.metric("holdout.ece"), 4)),
        List.of(
            Charts.of(
                "calibration",
                "What was said and what came",
                "On the dashed line a probability of 5 %% comes true five times in a hundred. Circles, with 95 %% intervals, are the probabilities that people see; squares are what the model said before it was calibrated%s."
                    .formatted(
                        isPlain(evaluation) ? ": the same, for no calibration was applied" : ""),
                drawn),
            new Block.Table(
                List.of("said", "came", "95 % interval", "rows", "positives"), rows, 0, -1)));
  }

  private static boolean isPlain(Evaluation evaluation) {
    return evaluation.calibrated().equals(evaluation.uncalibrated());
  }

  private static Map<String, Object> point(String of, Group bin) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("of", of);
    point.put("predicted", bin.predicted());
    point.put("observed", bin.observed());
    point.put("low", bin.low());
    point.put("high", bin.high());
    return point;
  }
}
