package dev.holdfast.training.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import dev.holdfast.problem.Training.Split;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;

/** Tells which entities are held out where a share of them is. */
final class HeldOutEntities {
  private static final long PARTS = 1_000_000;

  private HeldOutEntities() {}

  /**
   * Whether a row's entity is held out: by its hash alone, not by the seed, as folds are. Who is
   * held out once must never train a later model that is compared with this one.
   */
  static Column isHeldOut(List<String> entity, Split.Entities split) {
    List<Column> columns = new ArrayList<>(List.of(lit("held out")));
    entity.forEach(name -> columns.add(col(name)));
    return pmod(xxhash64(columns.toArray(Column[]::new)), lit(PARTS))
        .lt(lit(Math.round(split.holdoutShare() * PARTS)));
  }
}
