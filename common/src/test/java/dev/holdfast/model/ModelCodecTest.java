package dev.holdfast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.FeatureEncoding.Category;
import dev.holdfast.model.FeatureEncoding.Numeric;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelCodecTest {
  private static final Category COUNTRY = new Category("country", List.of("Spain", "Italy"));
  private static final FeatureEncoding ENCODING =
      new FeatureEncoding(List.of(new Numeric("spend"), COUNTRY));

  static TrainedModel linear() {
    return linear(new Calibrator.Identity());
  }

  private static TrainedModel linear(Calibrator calibrator) {
    return new TrainedModel(
        ENCODING,
        new LinearModel(
            -1.25,
            new double[] {0.1, 1, 2, 3, 4},
            new double[] {0.7, 0, 0, 0, 0},
            new double[] {0.3, 0.1, 0, 1e-17, Math.E}),
        calibrator,
        List.of(
            new Distribution.OfNumbers(List.of(1.5, Math.PI), List.of(0.25, 0.25, 0.4, 0.1)),
            new Distribution.OfCategories(COUNTRY, List.of(0.5, 0.3, 0.1, 0.1))),
        new Distribution.OfNumbers(List.of(0.2), List.of(0.5, 0.5, 0.0)));
  }

  @Test
  void aModelComesBackAsItWas() {
    byte[] bytes = ModelCodec.write(linear());

    assertThat(ModelCodec.read(bytes)).isEqualTo(linear());
    assertThat(ModelCodec.write(ModelCodec.read(bytes))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @MethodSource("scorings")
  void everyKindOfModelComesBackAsItWas(ScoringModel scoring) {
    TrainedModel linear = linear();
    TrainedModel model =
        new TrainedModel(
            linear.encoding(), scoring, linear.calibrator(), linear.inputs(), linear.scores());
    byte[] bytes = ModelCodec.write(model);

    assertThat(ModelCodec.read(bytes)).isEqualTo(model);
    assertThat(ModelCodec.write(ModelCodec.read(bytes))).isEqualTo(bytes);
    // Trees check their own bytes, when they first predict.
    if (!(scoring instanceof BoostedTrees)) {
      assertThatThrownBy(() -> ModelCodec.read(Arrays.copyOf(bytes, bytes.length - 3)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  static List<ScoringModel> scorings() {
    NaiveBayesModel bayes =
        new NaiveBayesModel(
            -0.3,
            List.of(
                new NaiveBayesModel.Gaussian(1.5, 2, Math.E, 0.5),
                new NaiveBayesModel.Bernoulli(0.1, -0.7)));
    Scaling scaling =
        new Scaling(
            new double[] {1.5, 0},
            new int[] {0},
            new double[] {1, 0.5, 0.25},
            new double[] {2, 0, Math.PI});
    NearestNeighboursModel neighbours =
        new NearestNeighboursModel(
            2, scaling, new float[] {1, 2, 3, 4, 5.5f, 6}, new byte[] {1, 0});
    BlendedModel blend =
        new BlendedModel(
            -0.25,
            List.of(0.75, 0.0, 1e-17),
            List.of(new BoostedTrees(new byte[] {4, 5}, 0.5), linear().scoring(), bayes));
    return List.of(
        linear().scoring(), new BoostedTrees(new byte[] {1, 2, 3}, 0.5), bayes, neighbours, blend);
  }

  @Test
  void aCalibratorComesBackAndIsApplied() {
    float[] row = {2, 0, 0, 0, 1};
    float raw = linear().scoring().probabilities(row, 1)[0];
    List<Calibrator> calibrators =
        List.of(
            new Calibrator.Platt(0.75, -0.1),
            new Calibrator.Isotonic(List.of(0.1, 0.3, 0.99), List.of(0.05, 0.4, 0.9)));

    for (Calibrator calibrator : calibrators) {
      TrainedModel back = ModelCodec.read(ModelCodec.write(linear(calibrator)));
      assertThat(back).isEqualTo(linear(calibrator));
      assertThat(back.probabilities(row, 1))
          .containsExactly(calibrator.of(raw))
          .doesNotContain(raw);
    }
  }

  @Test
  void aModelOfTheFirstFormatHasNoCalibrator() {
    byte[] first = ModelCodec.write(linear());
    first[7] = 1;

    assertThat(ModelCodec.read(first).calibrator()).isEqualTo(new Calibrator.Identity());
  }

  @Test
  void bytesThatAreNoModelAreRefused() {
    byte[] bytes = ModelCodec.write(linear());
    byte[] newer = bytes.clone();
    newer[7] = 9;

    assertThatThrownBy(() -> ModelCodec.read(Arrays.copyOf(bytes, 6)))
        .hasMessageContaining("cut short");
    assertThatThrownBy(() -> ModelCodec.read(Arrays.copyOf(bytes, 60)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                ModelCodec.read("something else".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .hasMessageContaining("not a model of this platform");
    assertThatThrownBy(() -> ModelCodec.read(newer)).hasMessageContaining("format 9");
  }

  @Test
  void rowsAreEncodedByValueAndAbsence() {
    float[] into = new float[10];
    ENCODING.encode(Arrays.asList(2.5, "Italy")::get, into, 0);
    ENCODING.encode(Arrays.asList(null, null)::get, into, 5);

    assertThat(into).containsExactly(2.5f, 0, 1, 0, 0, Float.NaN, 0, 0, 0, 1);
    ENCODING.encode(Arrays.asList(1, "Malta")::get, into, 0);
    assertThat(Arrays.copyOf(into, 5)).containsExactly(1, 0, 0, 1, 0);
    assertThat(ENCODING.encodedNames())
        .containsExactly(
            "spend", "country=Spain", "country=Italy", "country=(other)", "country=(missing)");
  }

  @Test
  void aMissingValueAddsWhatWasLearntForIt() {
    float[] probabilities =
        linear().scoring().probabilities(new float[] {Float.NaN, 1, 0, 0, 0, 2, 0, 0, 0, 1}, 2);

    assertThat(probabilities[0]).isEqualTo((float) (1 / (1 + Math.exp(1.25 - 0.7 - 1))));
    assertThat(probabilities[1]).isEqualTo((float) (1 / (1 + Math.exp(1.25 - 0.2 - 4))));
  }

  @Test
  void binsHoldAboutEqualShares() {
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 10 == 0 ? Float.NaN : i;
    }
    Distribution.OfNumbers learnt = Distribution.OfNumbers.learn(values, 10);

    assertThat(learnt.edges()).hasSize(9);
    assertThat(learnt.shares().get(10)).isBetween(0.0999, 0.1001);
    assertThat(learnt.shares().subList(0, 10)).allMatch(share -> share > 0.08 && share < 0.1);
    assertThat(learnt.bin(null)).isEqualTo(10);
    assertThat(learnt.bin(-5)).isZero();
    assertThat(learnt.bin(5000)).isEqualTo(9);
  }

  @Test
  void aConstantColumnHasOneBin() {
    Distribution.OfNumbers learnt = Distribution.OfNumbers.learn(new float[] {0, 0, 0}, 10);

    assertThat(learnt.edges()).isEmpty();
    assertThat(learnt.bin(0)).isZero();
  }
}
