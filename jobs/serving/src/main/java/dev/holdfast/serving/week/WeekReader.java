package dev.holdfast.serving.week;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.holdfast.job.ExitCode;
import dev.holdfast.job.JobException;
import dev.holdfast.serving.store.Cells;
import dev.holdfast.serving.store.StoredTable;
import dev.holdfast.serving.store.TableState;
import dev.holdfast.serving.store.TableState.DataFile;
import dev.holdfast.table.FeaturesTable;
import dev.holdfast.table.ScoresTable;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the newest scored day of a table of scores. */
public final class WeekReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final TableState state;
  private final WeekKey key;
  private final List<String> columns;
  private final List<Score> scores = new ArrayList<>();
  private final Set<Integer> models = new HashSet<>();

  private record Score(int rank, String entity, String event, Json json) {}

  // A record compares its parts, which an array cannot.
  private static final class Json {
    private final byte[] bytes;

    Json(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  private WeekReader(TableState state) {
    this.state = state;
    this.key = WeekKey.of(state.schema());
    this.columns = new ArrayList<>(state.schema().fieldNames());
    if (!key.ofEvents()) {
      // The beginning of as_of, which is there already.
      columns.remove(FeaturesTable.OBSERVED_AT);
    }
  }

  /**
   * The newest day.
   *
   * @param known what was read before; it is returned if the day's files are still the same
   * @throws JobException if no day is scored
   */
  public static ScoredWeek newest(StoredTable table, TableState state, Optional<ScoredWeek> known) {
    List<DataFile> files = state.files();
    String day =
        files.stream()
            .map(WeekReader::day)
            .max(Comparator.naturalOrder())
            .orElseThrow(
                () ->
                    new JobException(
                        ExitCode.CONFIGURATION,
                        "Cannot serve scores: %s has none. Run the scoring job first."
                            .formatted(table.path())));
    Set<DataFile> ofDay =
        files.stream().filter(file -> day(file).equals(day)).collect(Collectors.toSet());
    return known
        .filter(week -> week.isOf(ofDay))
        .orElseGet(() -> new WeekReader(state).read(day, ofDay));
  }

  private static String day(DataFile file) {
    return file.partition().get(FeaturesTable.AS_OF);
  }

  private ScoredWeek read(String day, Set<DataFile> ofDay) {
    state.read(columns, file -> day(file).equals(day), this::take);
    scores.sort(
        Comparator.comparingInt(Score::rank)
            .thenComparing(Score::entity)
            .thenComparing(Score::event));
    byte[][] json = new byte[scores.size()][];
    Map<String, int[]> places = new HashMap<>();
    for (int place = 0; place < json.length; place++) {
      json[place] = scores.get(place).json().bytes;
      places.merge(scores.get(place).entity(), new int[] {place}, WeekReader::both);
    }
    return new ScoredWeek(LocalDate.parse(day), state.version(), key, ofDay, models, json, places);
  }

  private static int[] both(int[] some, int[] one) {
    int[] both = java.util.Arrays.copyOf(some, some.length + 1);
    both[some.length] = one[0];
    return both;
  }

  private void take(ColumnarBatch batch, int row) throws IOException {
    int model = column(batch, ScoresTable.MODEL_VERSION).getInt(row);
    models.add(model);
    scores.add(
        new Score(
            column(batch, ScoresTable.RANK).getInt(row),
            joined(batch, key.entity(), row),
            joined(batch, key.event(), row),
            new Json(json(batch, row))));
  }

  private String joined(ColumnarBatch batch, List<String> names, int row) {
    return WeekKey.joined(
        names.stream().map(name -> Cells.text(column(batch, name), row)).toList());
  }

  private ColumnVector column(ColumnarBatch batch, String name) {
    return batch.getColumnVector(columns.indexOf(name));
  }

  private byte[] json(ColumnarBatch batch, int row) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      for (int column = 0; column < columns.size(); column++) {
        String name = columns.get(column);
        ColumnVector cells = batch.getColumnVector(column);
        json.writeFieldName(name);
        if (name.equals(ScoresTable.FEATURES_DIGEST)) {
          // More digits than a number of JavaScript has.
          json.writeString(String.valueOf(cells.getLong(row)));
        } else {
          Cells.write(json, cells, row);
        }
      }
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
