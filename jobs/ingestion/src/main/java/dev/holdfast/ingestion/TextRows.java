package dev.holdfast.ingestion;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.problem.Source;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Lines of CSV or JSON, one row each. They are parsed line by line so that each keeps its text. */
final class TextRows implements LandedRows {
  private static final String START = "__start";
  private static final String PARSED = "__parsed";
  private static final String CORRUPT = "__corrupt";

  private final Source source;
  private final ParserOptions options;
  private final Object[] headers;

  TextRows(Source source, Set<String> headers) {
    this.source = source;
    this.options = new ParserOptions(source);
    // Spark's reader of lines takes a byte order mark away in some encodings and not in others.
    Set<String> asRead = new TreeSet<>(headers);
    headers.forEach(header -> asRead.add(Header.withoutMark(header)));
    this.headers = asRead.toArray();
  }

  @Override
  public Dataset<Row> read(SparkSession spark, List<LandedFile> files) {
    Dataset<Row> lines =
        spark
            .read()
            .option(LandingFolder.GLOB_PATHS, false)
            .text(LandedFile.paths(files).toArray(String[]::new))
            .select(
                decoded(col("value")).as(RowColumns.RAW),
                // Half the price of _metadata.file_path, which copies every row.
                functions.input_file_name().as(RowColumns.FILE),
                functions.expr("input_file_block_start()").as(START),
                functions.monotonically_increasing_id().as(RowColumns.ID));
    return lines
        .where(functions.not(headerLine()))
        .drop(START)
        .where(functions.trim(col(RowColumns.RAW)).notEqual(""))
        .where(functions.not(comment()));
  }

  private Column decoded(Column line) {
    return options.charset().equals("UTF-8")
        ? line
        : functions.decode(line.cast(DataTypes.BinaryType), options.charset());
  }

  // The file's head was read before, so that its first line is known to be one of these texts; the
  // same text further down is a row like any other.
  private Column headerLine() {
    if (headers.length == 0) {
      return lit(false);
    }
    return functions
        .when(
            misplaced().and(col(START).equalTo(0L)),
            functions
                .udf(new FirstOfFile(), DataTypes.BooleanType)
                .asNondeterministic()
                .apply(col(RowColumns.FILE)))
        .otherwise(false);
  }

  private Column comment() {
    return options.comment().isEmpty()
        ? lit(false)
        : col(RowColumns.RAW).startsWith(options.comment());
  }

  @Override
  public Column misplaced() {
    return headers.length == 0 ? lit(false) : col(RowColumns.RAW).isin(headers);
  }

  @Override
  public Dataset<Row> typed(Dataset<Row> rows) {
    List<StructField> fields = Arrays.asList(source.schema().fields());
    Column missing =
        fields.stream()
            .filter(field -> !field.nullable())
            .map(field -> parsed(field.name()).isNull())
            .reduce(lit(false), Column::or);
    Column malformed =
        col(PARSED).isNull().or(parsed(CORRUPT).isNotNull()).or(missing).or(misplaced());
    List<Column> columns =
        new java.util.ArrayList<>(Arrays.stream(rows.columns()).map(LandedRows::column).toList());
    fields.forEach(field -> columns.add(parsed(field.name()).as(field.name())));
    columns.add(malformed.as(RowColumns.MALFORMED));
    return parse(rows, source.schema()).select(columns.toArray(Column[]::new));
  }

  @Override
  public Dataset<Row> split(Dataset<Row> rows) {
    StructType texts = new StructType();
    for (String name : source.schema().fieldNames()) {
      texts = texts.add(name, DataTypes.StringType);
    }
    Column whole = col(PARSED).isNotNull().and(parsed(CORRUPT).isNull());
    return parse(rows, texts)
        .withColumn(RowColumns.STOOD, functions.when(whole, col(PARSED)))
        .drop(PARSED);
  }

  private Dataset<Row> parse(Dataset<Row> rows, StructType schema) {
    Column ddl = lit(schema.add(CORRUPT, DataTypes.StringType).toDDL());
    Map<String, String> rowOptions = options.forRows(CORRUPT);
    Column raw = col(RowColumns.RAW);
    return rows.withColumn(
        PARSED,
        source.format() == Source.Format.CSV
            ? functions.from_csv(raw, ddl, rowOptions)
            : functions.from_json(raw, ddl, rowOptions));
  }

  private static Column parsed(String name) {
    return col(PARSED).getField(name);
  }

  @Override
  public boolean fromText() {
    return true;
  }
}
