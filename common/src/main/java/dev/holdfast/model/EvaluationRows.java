package dev.holdfast.model;

import dev.holdfast.model.Evaluation.Comparison;
import dev.holdfast.model.Evaluation.Cut;
import dev.holdfast.model.Evaluation.Day;
import dev.holdfast.model.Evaluation.Group;
import dev.holdfast.model.Evaluation.Importance;
import dev.holdfast.model.Evaluation.Kind;
import dev.holdfast.model.Evaluation.Leak;
import dev.holdfast.model.Evaluation.Measure;
import dev.holdfast.model.Evaluation.Rule;
import dev.holdfast.model.Evaluation.Slice;
import dev.holdfast.table.EvaluationColumns;
import java.sql.Date;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** An evaluation as a row of {@link EvaluationColumns#SCHEMA}, and back. */
public final class EvaluationRows {

  private EvaluationRows() {}

  /** The row. */
  public static Row of(Evaluation evaluation) {
    return RowFactory.create(
        rows(evaluation.cuts(), each -> row(each.threshold(), each.rows(), each.positives())),
        groups(evaluation.deciles()),
        groups(evaluation.calibrated()),
        groups(evaluation.uncalibrated()),
        rows(
            evaluation.slices(),
            each ->
                row(
                    each.feature(),
                    each.value(),
                    each.kind().name().toLowerCase(Locale.ROOT),
                    each.rows(),
                    each.positives(),
                    each.predicted(),
                    each.auc(),
                    each.low(),
                    each.high(),
                    each.shareLow(),
                    each.shareHigh())),
        evaluation.importanceMeasure().name().toLowerCase(Locale.ROOT),
        rows(
            evaluation.importances(), each -> row(each.feature(), each.weight(), each.direction())),
        rows(
            evaluation.days(),
            each -> row(Date.valueOf(each.asOf()), each.rows(), each.positives())),
        rows(evaluation.leaks(), each -> row(each.feature(), each.training(), each.heldOut())),
        rows(
            evaluation.rules(),
            each -> row(each.name(), each.measured(), each.limit(), each.refusal())),
        rows(
            evaluation.comparisons(),
            each -> row(each.metric(), each.own(), each.champion(), each.low(), each.high())));
  }

  /** The evaluation that a row holds. */
  public static Evaluation read(Row row) {
    return new Evaluation(
        list(row, 0, each -> new Cut(each.getDouble(0), each.getLong(1), each.getLong(2))),
        groups(row, 1),
        groups(row, 2),
        groups(row, 3),
        list(
            row,
            4,
            each ->
                new Slice(
                    each.getString(0),
                    each.getString(1),
                    Kind.valueOf(each.getString(2).toUpperCase(Locale.ROOT)),
                    each.getLong(3),
                    each.getLong(4),
                    each.getDouble(5),
                    each.getDouble(6),
                    each.getDouble(7),
                    each.getDouble(8),
                    each.getDouble(9),
                    each.getDouble(10))),
        Measure.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
        list(
            row,
            6,
            each -> new Importance(each.getString(0), each.getDouble(1), each.getDouble(2))),
        list(
            row,
            7,
            each -> new Day(each.getDate(0).toLocalDate(), each.getLong(1), each.getLong(2))),
        list(row, 8, each -> new Leak(each.getString(0), each.getDouble(1), each.getDouble(2))),
        list(
            row,
            9,
            each ->
                new Rule(
                    each.getString(0), each.getDouble(1), each.getDouble(2), each.getString(3))),
        list(
            row,
            10,
            each ->
                new Comparison(
                    each.getString(0),
                    each.getDouble(1),
                    each.getDouble(2),
                    each.getDouble(3),
                    each.getDouble(4))));
  }

  private static List<Row> groups(List<Group> groups) {
    return rows(
        groups,
        each -> row(each.rows(), each.positives(), each.predicted(), each.low(), each.high()));
  }

  private static List<Group> groups(Row row, int field) {
    return list(
        row,
        field,
        each ->
            new Group(
                each.getLong(0),
                each.getLong(1),
                each.getDouble(2),
                each.getDouble(3),
                each.getDouble(4)));
  }

  private static Row row(Object... values) {
    return RowFactory.create(values);
  }

  private static <T> List<Row> rows(List<T> values, Function<T, Row> row) {
    return values.stream().map(row).toList();
  }

  private static <T> List<T> list(Row row, int field, Function<Row, T> read) {
    return row.<Row>getList(field).stream().map(read).toList();
  }
}
