package dev.holdfast.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PictureTest {

  @ParameterizedTest
  @EnumSource(Plot.Kind.class)
  void everyKindOfChartIsDrawnInTheColourOfItsSeries(Plot.Kind kind) throws IOException {
    Plot plot = new Plot(kind, "title", "x", "y", List.of(series("some", Optional.empty())));

    assertThat(colours(plot)).contains(0x1f5f8b);
  }

  @Test
  void aSecondSeriesHasAnotherColour() throws IOException {
    Plot one = new Plot(Plot.Kind.BARS, "title", "x", "y", List.of(series("a", Optional.empty())));
    Plot two =
        new Plot(
            Plot.Kind.BARS,
            "title",
            "x",
            "y",
            List.of(
                series("a", Optional.empty()), series("b", Optional.of(List.of(0.1, 0.2, 0.3)))));

    assertThat(colours(one)).doesNotContain(0xd9822b);
    assertThat(colours(two)).contains(0x1f5f8b, 0xd9822b);
  }

  private static Plot.Series series(String name, Optional<List<Double>> errors) {
    return new Plot.Series(name, List.of(1, 2, 3), List.of(1.0, 4.0, 2.0), errors);
  }

  private static Set<Integer> colours(Plot plot) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Picture.png(plot)));
    assertThat(image.getWidth()).isEqualTo(2 * Picture.WIDTH);
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < image.getWidth(); x += 2) {
      for (int y = 0; y < image.getHeight(); y += 2) {
        colours.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    return colours;
  }
}
