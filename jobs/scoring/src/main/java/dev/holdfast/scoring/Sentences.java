package dev.holdfast.scoring;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import dev.holdfast.problem.Reasons;
import dev.holdfast.problem.Template;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;

/** Puts a feature's value into words: by its template, or plainly where it has none. */
final class Sentences implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, Template> templates;
  private final HashMap<String, Double> usual;

  /**
   * @param usual the mean of a feature over the rows of the day that have it
   */
  Sentences(Map<String, Template> templates, Map<String, Double> usual) {
    this.templates = new HashMap<>(templates);
    this.usual = new HashMap<>(usual);
  }

  /** Those of a day, whose usual values are looked up where a template speaks of them. */
  static Sentences of(Reasons reasons, Dataset<Row> day) {
    List<String> asked =
        reasons.templates().entrySet().stream()
            .filter(each -> each.getValue().asksForUsual())
            .map(Map.Entry::getKey)
            .filter(name -> List.of(day.columns()).contains(name))
            .filter(name -> day.schema().apply(name).dataType() instanceof NumericType)
            .sorted()
            .toList();
    Map<String, Double> usual = new HashMap<>();
    if (!asked.isEmpty()) {
      Column[] means = asked.stream().map(Sentences::mean).toArray(Column[]::new);
      Row found = day.select(means).head();
      for (int i = 0; i < means.length; i++) {
        if (!found.isNullAt(i)) {
          usual.put(asked.get(i), found.getDouble(i));
        }
      }
    }
    return new Sentences(reasons.templates(), usual);
  }

  private static Column mean(String name) {
    Column value = col(name).cast("double");
    return avg(when(value.isNaN(), null).otherwise(value));
  }

  /** The sentence for a value, which may be missing. */
  String of(String feature, Object value) {
    // A number that is not finite is a missing one to the model.
    if (value == null
        || (value instanceof Number number && !Double.isFinite(number.doubleValue()))) {
      return feature + " is not known";
    }
    Optional<Template> template = Optional.ofNullable(templates.get(feature));
    if (value instanceof Number number) {
      double amount = number.doubleValue();
      return template
          .flatMap(each -> each.of(amount, Optional.ofNullable(usual.get(feature))))
          .orElseGet(() -> feature + " is " + Template.written(amount, new Template.Plain()));
    }
    String text = value instanceof Boolean truth ? (truth ? "yes" : "no") : String.valueOf(value);
    return template.flatMap(each -> each.of(text)).orElse(feature + " is " + text);
  }
}
