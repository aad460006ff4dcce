package dev.holdfast.model;

import dev.holdfast.model.NaiveBayesModel.Bernoulli;
import dev.holdfast.model.NaiveBayesModel.Column;
import dev.holdfast.model.NaiveBayesModel.Gaussian;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The numbers of each kind of model as big-endian bytes, for {@link ModelCodec}. */
final class Payloads {
  private static final byte GAUSSIAN = 0;
  private static final byte BERNOULLI = 1;

  private Payloads() {}

  static byte[] write(LinearModel linear) {
    double[] coefficients = linear.coefficients();
    ByteBuffer bytes = ByteBuffer.allocate((1 + 2 * coefficients.length) * Double.BYTES);
    bytes.putDouble(linear.intercept());
    put(bytes, coefficients);
    put(bytes, linear.whenMissing());
    return bytes.array();
  }

  static LinearModel linear(byte[] payload, List<Double> usual) {
    ByteBuffer bytes = ByteBuffer.wrap(payload);
    if (payload.length % (2 * Double.BYTES) != Double.BYTES) {
      throw new IllegalArgumentException(
          "The model's bytes are cut short or damaged: %d of them".formatted(payload.length));
    }
    int width = (payload.length / Double.BYTES - 1) / 2;
    return new LinearModel(
        bytes.getDouble(),
        doubles(bytes, width),
        doubles(bytes, width),
        usual.stream().mapToDouble(Double::doubleValue).toArray());
  }

  static byte[] write(NaiveBayesModel bayes) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Double.BYTES + bayes.columns().size() * (1 + 4 * Double.BYTES));
    bytes.putDouble(bayes.priorLogOdds());
    for (Column column : bayes.columns()) {
      if (column instanceof Gaussian gaussian) {
        bytes.put(GAUSSIAN);
        bytes.putDouble(gaussian.negativeMean()).putDouble(gaussian.negativeVariance());
        bytes.putDouble(gaussian.positiveMean()).putDouble(gaussian.positiveVariance());
      } else if (column instanceof Bernoulli bernoulli) {
        bytes.put(BERNOULLI);
        bytes.putDouble(bernoulli.ifZero()).putDouble(bernoulli.ifOne());
      }
    }
    return java.util.Arrays.copyOf(bytes.array(), bytes.position());
  }

  static NaiveBayesModel naiveBayes(byte[] payload) {
    ByteBuffer bytes = ByteBuffer.wrap(payload);
    double priorLogOdds = bytes.getDouble();
    List<Column> columns = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte kind = bytes.get();
      columns.add(
          switch (kind) {
            case GAUSSIAN ->
                new Gaussian(
                    bytes.getDouble(), bytes.getDouble(), bytes.getDouble(), bytes.getDouble());
            case BERNOULLI -> new Bernoulli(bytes.getDouble(), bytes.getDouble());
            default -> throw new IllegalArgumentException("Unknown kind of column " + kind);
          });
    }
    return new NaiveBayesModel(priorLogOdds, columns);
  }

  static byte[] write(NearestNeighboursModel model) {
    Scaling scaling = model.scaling();
    int inputs = scaling.medians().length;
    int indicated = scaling.indicated().length;
    int rows = model.labels().length;
    long size =
        4L * Integer.BYTES
            + (inputs + 2L * scaling.width()) * Double.BYTES
            + (long) indicated * Integer.BYTES
            + (long) rows * scaling.width() * Float.BYTES
            + rows;
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(size));
    bytes.putInt(model.k()).putInt(inputs).putInt(indicated).putInt(rows);
    put(bytes, scaling.medians());
    for (int column : scaling.indicated()) {
      bytes.putInt(column);
    }
    put(bytes, scaling.means());
    put(bytes, scaling.deviations());
    for (float value : model.points()) {
      bytes.putFloat(value);
    }
    return bytes.put(model.labels()).array();
  }

  static NearestNeighboursModel neighbours(byte[] payload) {
    ByteBuffer bytes = ByteBuffer.wrap(payload);
    int k = bytes.getInt();
    int inputs = bytes.getInt();
    int[] indicated = new int[bytes.getInt()];
    byte[] labels = new byte[bytes.getInt()];
    int width = inputs + indicated.length;
    double[] medians = doubles(bytes, inputs);
    for (int i = 0; i < indicated.length; i++) {
      indicated[i] = bytes.getInt();
    }
    Scaling scaling = new Scaling(medians, indicated, doubles(bytes, width), doubles(bytes, width));
    float[] points = new float[Math.multiplyExact(labels.length, width)];
    for (int i = 0; i < points.length; i++) {
      points[i] = bytes.getFloat();
    }
    bytes.get(labels);
    return new NearestNeighboursModel(k, scaling, points, labels);
  }

  private static void put(ByteBuffer bytes, double[] values) {
    for (double value : values) {
      bytes.putDouble(value);
    }
  }

  private static double[] doubles(ByteBuffer bytes, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = bytes.getDouble();
    }
    return values;
  }
}
