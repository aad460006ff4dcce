package dev.holdfast.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;

import dev.holdfast.problem.Features.Aggregate;
import dev.holdfast.problem.Features.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The windowed aggregates of one group at some points, a point being a key and a day.
 *
 * <p>Rows become tiles of a key and day first; a point joins the tiles of its longest window, and
 * one pass over them makes every aggregate of every window.
 */
final class GroupFeatures {
  private static final String TILE_DAY = "_tile_day";

  private final Group group;
  private final List<Aggregate> windowed;

  GroupFeatures(Group group) {
    this.group = group;
    this.windowed = group.aggregates().stream().filter(each -> each.function().windowed()).toList();
  }

  boolean isEmpty() {
    return windowed.isEmpty();
  }

  /** The days before a point that its longest window holds. */
  int longest() {
    return group.windows().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /**
   * The features of each point that has a tile in its longest window.
   *
   * @param points the group's key and {@link SpineRows#OBSERVED_DAY}, distinct
   * @param events rows of the group's source
   */
  Dataset<Row> at(Dataset<Row> points, Dataset<Row> events) {
    Column day = col(SpineRows.OBSERVED_DAY);
    Column[] key = group.by().stream().map(name -> col(name)).toArray(Column[]::new);
    Dataset<Row> tiles = tiles(events, key);
    Dataset<Row> near =
        points
            .join(tiles, group.by().toArray(String[]::new))
            .where(col(TILE_DAY).lt(day).and(col(TILE_DAY).geq(date_sub(day, lit(longest())))));
    List<Column> composed = new ArrayList<>();
    for (Aggregate aggregate : windowed) {
      for (int window : group.windows()) {
        Column inWindow = datediff(day, col(TILE_DAY)).leq(window);
        composed.add(new Tile(aggregate).ofWindow(inWindow, window));
      }
    }
    List<Column> point = new ArrayList<>(List.of(key));
    point.add(day);
    return near.groupBy(point.toArray(Column[]::new))
        .agg(composed.get(0), composed.subList(1, composed.size()).toArray(Column[]::new));
  }

  /**
   * Puts what {@link #at} made beside rows of the spine; without tiles there are 0 rows to count.
   */
  Dataset<Row> join(Dataset<Row> spine, Dataset<Row> features) {
    List<String> on = new ArrayList<>(group.by());
    on.add(SpineRows.OBSERVED_DAY);
    Map<String, Column> filled = new LinkedHashMap<>();
    for (Aggregate aggregate : windowed) {
      for (int window : group.windows()) {
        Tile tile = new Tile(aggregate);
        filled.put(tile.name(window), tile.filled(window));
      }
    }
    // All at once: column by column, Spark would analyse the growing plan each time.
    return spine.join(features, on.toArray(String[]::new), "left").withColumns(filled);
  }

  private Dataset<Row> tiles(Dataset<Row> events, Column[] key) {
    List<Column> parts = new ArrayList<>();
    windowed.forEach(aggregate -> parts.addAll(new Tile(aggregate).ofDay()));
    List<Column> keyAndDay = new ArrayList<>(List.of(key));
    keyAndDay.add(col(Events.DAY).as(TILE_DAY));
    return events
        .groupBy(keyAndDay.toArray(Column[]::new))
        .agg(parts.get(0), parts.subList(1, parts.size()).toArray(Column[]::new));
  }
}
