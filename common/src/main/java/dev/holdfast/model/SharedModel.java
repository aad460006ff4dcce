package dev.holdfast.model;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import scala.reflect.ClassTag$;

/** A model on its way to executors, as its bytes; each reads them once, whatever its tasks. */
public final class SharedModel implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] artefact;
  private transient TrainedModel model;

  private SharedModel(byte[] artefact) {
    this.artefact = artefact;
  }

  /** Hands a model to the executors of a session. */
  public static Broadcast<SharedModel> broadcast(SparkSession spark, TrainedModel model) {
    return spark
        .sparkContext()
        .broadcast(
            new SharedModel(ModelCodec.write(model)), ClassTag$.MODULE$.apply(SharedModel.class));
  }

  /** The model. */
  public synchronized TrainedModel model() {
    if (model == null) {
      model = ModelCodec.read(artefact);
    }
    return model;
  }
}
