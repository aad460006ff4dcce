package dev.holdfast.benchmark;

import dev.holdfast.model.BoostedTrees;
import dev.holdfast.reasons.Contributions;
import dev.holdfast.training.data.RowBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Exact contributions of every column to every row: ours beside the library's own, on all cores,
 * for 200 trees of depth 6 over 40 columns unless told otherwise. Making the tables is in the time.
 */
public final class ReasonsBenchmark {
  private static final int ROWS = 100_000;
  private static final int TRAINING_ROWS = 50_000;
  private static final int LIBRARY_ROWS = 2_000;
  private static final int WIDTH = 40;
  private static final int PART = 2048;
  private static final int TURNS = 3;

  private ReasonsBenchmark() {}

  /** Takes {@code --rows N} (100,000), {@code --trees N} (200) and {@code --depth N} (6). */
  public static void main(String[] args)
      throws XGBoostError, java.io.IOException, InterruptedException, ExecutionException {
    Options options = Options.of(args, "--rows", "--trees", "--depth");
    int rows = options.number("--rows", ROWS);
    int trees = options.number("--trees", 200);
    int depth = options.number("--depth", 6);
    BoostedTrees model = FittedTrees.of(training(), trees, depth);
    float[] matrix = matrix(rows, 2);
    System.out.printf(
        Locale.ROOT,
        "%,d rows x %d columns, %d trees of depth %d, %,d nodes%n",
        rows,
        WIDTH,
        trees,
        depth,
        model.ensemble().trees().stream().mapToInt(tree -> tree.nodes()).sum());

    double[] found = new double[rows * WIDTH];
    Meter meter = new Meter();
    List<Double> seconds = new ArrayList<>();
    for (int turn = 1; turn <= TURNS; turn++) {
      double cpu = meter.cpu();
      long begin = System.nanoTime();
      Contributions contributions = Contributions.of(model).orElseThrow();
      double tables = (System.nanoTime() - begin) / 1e9;
      explain(contributions, matrix, rows, found);
      double all = (System.nanoTime() - begin) / 1e9;
      seconds.add(all);
      System.out.printf(
          Locale.ROOT,
          "ours %d: %.2f s, of which %.2f s for the tables; %.2f s of CPU%n",
          turn,
          all,
          tables,
          meter.cpu() - cpu);
    }
    double error = library(model, matrix, Math.min(rows, LIBRARY_ROWS), rows, found);
    seconds.sort(null);
    System.out.printf(
        Locale.ROOT,
        "figure reasons.seconds_per_100k %.3f%nfigure reasons.max_error %.2e%n",
        seconds.get(TURNS / 2) * 100_000 / rows,
        error);
  }

  private static void explain(Contributions contributions, float[] matrix, int rows, double[] into)
      throws InterruptedException, ExecutionException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<?>> parts = new ArrayList<>();
      for (int from = 0; from < rows; from += PART) {
        int first = from * WIDTH;
        int count = Math.min(PART, rows - from);
        parts.add(
            threads.submit(
                () -> {
                  double[] part = new double[count * WIDTH];
                  contributions.explain(
                      Arrays.copyOfRange(matrix, first, first + count * WIDTH), count, part);
                  System.arraycopy(part, 0, into, first, part.length);
                }));
      }
      for (Future<?> part : parts) {
        part.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  // The largest difference from the library, on some of the rows.
  private static double library(
      BoostedTrees model, float[] matrix, int some, int rows, double[] found)
      throws XGBoostError, java.io.IOException {
    Booster booster = XGBoost.loadModel(model.ubj());
    booster.setParam("nthread", Runtime.getRuntime().availableProcessors());
    DMatrix few = new DMatrix(Arrays.copyOf(matrix, some * WIDTH), some, WIDTH, Float.NaN);
    long begin = System.nanoTime();
    float[][] expected = booster.predictContrib(few, 0);
    double seconds = (System.nanoTime() - begin) / 1e9;
    few.dispose();
    booster.dispose();
    System.out.printf(
        Locale.ROOT,
        "the library: %.2f s for %,d rows, which would be %.1f s for %,d%n",
        seconds,
        some,
        seconds * rows / some,
        rows);
    double error = 0;
    for (int row = 0; row < some; row++) {
      for (int column = 0; column < WIDTH; column++) {
        error = Math.max(error, Math.abs(expected[row][column] - found[row * WIDTH + column]));
      }
    }
    return error;
  }

  private static RowBlock training() {
    float[] matrix = matrix(TRAINING_ROWS, 1);
    SplittableRandom random = new SplittableRandom(3);
    byte[] labels = new byte[TRAINING_ROWS];
    for (int row = 0; row < TRAINING_ROWS; row++) {
      double score = -2;
      for (int column = 0; column < WIDTH; column++) {
        float value = matrix[row * WIDTH + column];
        score += Float.isNaN(value) ? 0.3 : 0.3 * value * Math.cos(column) + (value > 1 ? 0.4 : 0);
      }
      labels[row] = (byte) (random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0);
    }
    return new RowBlock(
        TRAINING_ROWS, WIDTH, matrix, labels, new int[TRAINING_ROWS], new long[TRAINING_ROWS]);
  }

  private static float[] matrix(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] matrix = new float[rows * WIDTH];
    for (int at = 0; at < matrix.length; at++) {
      matrix[at] = random.nextInt(20) == 0 ? Float.NaN : (float) random.nextGaussian();
    }
    return matrix;
  }
}
