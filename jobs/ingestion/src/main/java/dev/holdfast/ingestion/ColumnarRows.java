package dev.holdfast.ingestion;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.problem.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows of Parquet or ORC. A value that is of another type than declared is cast, if it can be. */
final class ColumnarRows implements LandedRows {
  private final Source source;

  ColumnarRows(Source source) {
    this.source = source;
  }

  @Override
  public Dataset<Row> read(SparkSession spark, List<LandedFile> files) {
    Dataset<Row> landed = landed(spark, source, files);
    Set<String> declared = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    declared.addAll(Arrays.asList(source.schema().fieldNames()));
    // What is not declared is not kept, but a refused row shows it.
    Stream<Column> others =
        Arrays.stream(landed.columns())
            .filter(name -> !declared.contains(name))
            .sorted()
            .map(LandedRows::column);
    Column[] all = Stream.concat(declaredColumns(), others).toArray(Column[]::new);
    return landed.select(
        functions.to_json(functions.struct(all)).as(RowColumns.RAW),
        functions.input_file_name().as(RowColumns.FILE),
        functions.monotonically_increasing_id().as(RowColumns.ID),
        functions.struct(declaredColumns().toArray(Column[]::new)).as(RowColumns.STOOD));
  }

  private Stream<Column> declaredColumns() {
    return Arrays.stream(source.schema().fieldNames())
        .map(name -> LandedRows.column(name).as(name));
  }

  private static Dataset<Row> landed(SparkSession spark, Source source, List<LandedFile> files) {
    return spark
        .read()
        .options(source.options())
        .option("mergeSchema", true)
        .option(LandingFolder.GLOB_PATHS, false)
        .format(source.format().name().toLowerCase(Locale.ROOT))
        .load(LandedFile.paths(files).toArray(String[]::new));
  }

  /** What makes the files unreadable as the source's: a column that none of them has. */
  static Optional<String> flaw(SparkSession spark, Source source, List<LandedFile> files) {
    StructType schema;
    try {
      schema = landed(spark, source, files).schema();
    } catch (Exception unreadable) { // a Scala method that throws what it does not declare
      return Optional.of(
          "cannot be read as %s: %s"
              .formatted(
                  source.format(),
                  String.valueOf(unreadable.getMessage()).lines().findFirst().orElse("")));
    }
    Set<String> present = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    present.addAll(Arrays.asList(schema.fieldNames()));
    List<String> absent =
        Stream.of(source.schema().fieldNames()).filter(name -> !present.contains(name)).toList();
    return absent.isEmpty()
        ? Optional.empty()
        : Optional.of("no column " + String.join(", ", absent) + "; there are " + present);
  }

  @Override
  public Dataset<Row> typed(Dataset<Row> rows) {
    List<Column> columns =
        new ArrayList<>(Arrays.stream(rows.columns()).map(LandedRows::column).toList());
    Column malformed = lit(false);
    for (StructField field : source.schema().fields()) {
      Column stood = col(RowColumns.STOOD).getField(field.name());
      Column typed = stood.try_cast(field.dataType());
      columns.add(typed.as(field.name()));
      malformed = malformed.or(typed.isNull().and(stood.isNotNull()));
      if (!field.nullable()) {
        malformed = malformed.or(stood.isNull());
      }
    }
    columns.add(malformed.as(RowColumns.MALFORMED));
    return rows.select(columns.toArray(Column[]::new));
  }

  @Override
  public Dataset<Row> split(Dataset<Row> rows) {
    return rows;
  }

  @Override
  public Column misplaced() {
    return lit(false);
  }

  @Override
  public boolean fromText() {
    return false;
  }
}
