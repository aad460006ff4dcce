package dev.holdfast.training.search;

import dev.holdfast.training.data.RowBlock;
import dev.holdfast.training.fit.Fitting;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Communicator;
import ml.dmlc.xgboost4j.java.RabitTracker;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * Fits the candidates of one unit on all executors at once: the tasks of a barrier stage hold a
 * part of the rows each, and XGBoost adds up the histograms of all of them. The model is equivalent
 * to one of a single task, but not the same to the byte: sums are rounded in another order.
 */
final class DataParallel {
  private static final String TASK = "dmlc_task_id";

  private final JavaSparkContext context;
  private final String search;
  private final Fitting fitting;

  DataParallel(JavaSparkContext context, String search, Fitting fitting) {
    this.context = context;
    this.search = search;
    this.fitting = fitting;
  }

  /** What one task does: its part of so many. */
  private record Work(
      String search,
      Fitting fitting,
      Broadcast<RowBlock> rows,
      Unit unit,
      Map<String, Object> tracker,
      int parts)
      implements Serializable {

    List<Scored> of(int part) {
      Map<String, Object> own = new HashMap<>(tracker);
      own.put(TASK, Integer.toString(part));
      try {
        Communicator.init(own);
        try {
          return FoldMatrices.withPart(
              search,
              fitting.bins(),
              unit.fold(),
              part,
              parts,
              rows::value,
              matrices -> unit.scored(matrices, fitting.single()));
        } finally {
          Communicator.shutdown();
        }
      } catch (XGBoostError failed) {
        throw new IllegalStateException(
            "Cannot take part in a fit: " + failed.getMessage(), failed);
      }
    }
  }

  List<Trial> tried(Broadcast<RowBlock> rows, Unit unit) {
    int parts = Math.max(1, Math.min(context.defaultParallelism(), rows.value().rows()));
    try {
      RabitTracker tracker = new RabitTracker(parts, address());
      try {
        tracker.start();
        Work work = new Work(search, fitting, rows, unit, tracker.getWorkerArgs(), parts);
        return joined(scored(work), unit.fold());
      } finally {
        tracker.stop();
      }
    } catch (XGBoostError failed) {
      throw new IllegalStateException(
          "Cannot bring the parts of a fit together: " + failed.getMessage(), failed);
    }
  }

  // Tasks find the driver where Spark does.
  private String address() {
    String host = context.getConf().get("spark.driver.host", "localhost");
    try {
      return InetAddress.getByName(host).getHostAddress();
    } catch (UnknownHostException unknown) {
      throw new IllegalStateException("The driver's host %s is unknown".formatted(host), unknown);
    }
  }

  private List<Scored> scored(Work work) {
    List<Integer> parts = IntStream.range(0, work.parts()).boxed().toList();
    Function1<Iterator<Integer>, Iterator<Scored>> each =
        (Function1<Iterator<Integer>, Iterator<Scored>> & Serializable)
            own -> CollectionConverters.asScala(work.of(own.next()).iterator());
    return context
        .parallelize(parts, parts.size())
        .rdd()
        .barrier()
        .mapPartitions(each, false, ClassTag$.MODULE$.<Scored>apply(Scored.class))
        .toJavaRDD()
        .collect();
  }

  // Partitions come in their order, so parts do too.
  private static List<Trial> joined(List<Scored> parts, int fold) {
    Map<Integer, List<Scored>> byCandidate =
        parts.stream()
            .collect(Collectors.groupingBy(Scored::candidate, TreeMap::new, Collectors.toList()));
    List<Trial> trials = new ArrayList<>();
    byCandidate.values().forEach(own -> trials.add(Scored.joined(own).trial(fold)));
    return trials;
  }
}
