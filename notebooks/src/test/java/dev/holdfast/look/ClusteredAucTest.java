package dev.holdfast.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.look.ClusteredAuc.Estimate;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusteredAucTest {

  @Test
  void theAreaIsTheShareOfPairsThatAreInOrder() {
    boolean[] positive = {true, true, false, false, false};
    double[] scores = {0.9, 0.4, 0.4, 0.3, 0.6};

    // Of six pairs the first positive wins three; the second wins one, ties one, loses one.
    assertThat(each(positive).of(scores).value()).isEqualTo(4.5 / 6, within(1e-12));
  }

  @Test
  void everyPairIsCountedWhateverTheTies() {
    Random random = new Random(11);
    for (int trial = 0; trial < 200; trial++) {
      int rows = 10 + random.nextInt(40);
      boolean[] positive = new boolean[rows];
      double[] scores = new double[rows];
      for (int row = 0; row < rows; row++) {
        positive[row] = row == 0 || (row != 1 && random.nextBoolean());
        scores[row] = random.nextInt(6);
      }
      assertThat(each(positive).of(scores).value())
          .as("trial %d", trial)
          .isEqualTo(byPairs(positive, scores), within(1e-12));
    }
  }

  @Test
  void theStandardErrorIsThatOfResampledEntities() {
    Rows rows = Rows.alike(new Random(3), 400, 5);
    ClusteredAuc auc = rows.auc();

    Estimate area = auc.of(rows.first);
    Estimate difference = auc.difference(rows.first, rows.second);

    double[] areas = new double[1500];
    double[] differences = new double[1500];
    Random random = new Random(5);
    for (int sample = 0; sample < areas.length; sample++) {
      Rows drawn = rows.resampled(random);
      areas[sample] = drawn.auc().of(drawn.first).value();
      differences[sample] = drawn.auc().of(drawn.second).value() - areas[sample];
    }
    assertThat(area.standardError()).isEqualTo(deviation(areas), within(0.1 * deviation(areas)));
    assertThat(difference.standardError())
        .isEqualTo(deviation(differences), within(0.1 * deviation(differences)));
  }

  @Test
  void rowsOfOneEntityThatAreAlikeTellLessThanAsManyEntities() {
    Rows rows = Rows.alike(new Random(3), 400, 5);

    double clustered = rows.auc().of(rows.first).standardError();
    double asIfIndependent = each(rows.positive).of(rows.first).standardError();

    assertThat(clustered).isGreaterThan(1.3 * asIfIndependent);
  }

  @Test
  void equalScoresDifferByNothing() {
    Rows rows = Rows.alike(new Random(9), 50, 3);

    assertThat(rows.auc().difference(rows.first, rows.first)).isEqualTo(new Estimate(0, 0));
  }

  @Test
  void bothOutcomesAreNeeded() {
    assertThatThrownBy(() -> each(new boolean[] {false, false}).of(new double[] {1, 2}))
        .hasMessageContaining("0 positive and 2 negative rows");
  }

  private static ClusteredAuc each(boolean[] positive) {
    return new ClusteredAuc(
        IntStream.range(0, positive.length).toArray(), positive.length, positive);
  }

  private static double byPairs(boolean[] positive, double[] scores) {
    double wins = 0;
    int pairs = 0;
    for (int one = 0; one < scores.length; one++) {
      for (int other = 0; other < scores.length; other++) {
        if (positive[one] && !positive[other]) {
          pairs++;
          wins += (Math.signum(scores[one] - scores[other]) + 1) / 2;
        }
      }
    }
    return wins / pairs;
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum()
            / (values.length - 1));
  }

  /** Rows of entities that are alike within each, under two scores that agree in part. */
  private static final class Rows {
    private final int[] entity;
    private final int entities;
    private final boolean[] positive;
    private final double[] first;
    private final double[] second;

    private Rows(int entities, int rows) {
      this.entities = entities;
      this.entity = new int[rows];
      this.positive = new boolean[rows];
      this.first = new double[rows];
      this.second = new double[rows];
    }

    static Rows alike(Random random, int entities, int each) {
      Rows rows = new Rows(entities, entities * each);
      for (int entity = 0; entity < entities; entity++) {
        double inclination = random.nextGaussian();
        boolean leaves = inclination + random.nextGaussian() > 1;
        for (int row = entity * each; row < (entity + 1) * each; row++) {
          rows.entity[row] = entity;
          rows.positive[row] = leaves;
          rows.first[row] = inclination + 0.3 * random.nextGaussian();
          rows.second[row] = inclination + 0.8 * random.nextGaussian();
        }
      }
      return rows;
    }

    Rows resampled(Random random) {
      Rows drawn = new Rows(entities, entity.length);
      int each = entity.length / entities;
      for (int place = 0; place < entities; place++) {
        int from = random.nextInt(entities) * each;
        for (int row = 0; row < each; row++) {
          int to = place * each + row;
          drawn.entity[to] = place;
          drawn.positive[to] = positive[from + row];
          drawn.first[to] = first[from + row];
          drawn.second[to] = second[from + row];
        }
      }
      return drawn;
    }

    ClusteredAuc auc() {
      return new ClusteredAuc(entity, entities, positive);
    }
  }
}
