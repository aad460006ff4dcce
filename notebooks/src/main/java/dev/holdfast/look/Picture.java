package dev.holdfast.look;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws charts, in one style for all. */
final class Picture {
  static final int WIDTH = 720;
  static final int HEIGHT = 380;

  private static final int SCALE = 2;
  private static final Color[] COLOURS = {
    new Color(0x1f5f8b), new Color(0xd9822b), new Color(0x4c9a6a), new Color(0x8c8c8c)
  };
  private static final Color INK = new Color(0x333333);
  private static final Color GRID = new Color(0xe4e4e4);

  private Picture() {}

  /** A chart as PNG, twice {@link #WIDTH} by {@link #HEIGHT}, for screens that are fine enough. */
  static byte[] png(Plot plot) {
    Chart<?, ?> chart =
        switch (plot.kind()) {
          case BARS -> bars(plot);
          case LYING_BARS -> lyingBars(plot);
          case LINES -> curves(plot, XYSeries.XYSeriesRenderStyle.Line);
          case POINTS -> curves(plot, XYSeries.XYSeriesRenderStyle.Scatter);
        };
    BufferedImage image =
        new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(SCALE, SCALE);
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return png.toByteArray();
  }

  private static Chart<?, ?> bars(Plot plot) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(plot.title())
            .xAxisTitle(plot.x())
            .yAxisTitle(plot.y())
            .build();
    styled(chart.getStyler(), plot);
    chart.getStyler().setAvailableSpaceFill(plot.series().size() > 1 ? 0.75 : 0.6);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    chart.getStyler().setXAxisTickMarkSpacingHint(40);
    for (Plot.Series series : plot.series()) {
      List<String> names = series.xs().stream().map(String::valueOf).toList();
      if (series.errors().isPresent()) {
        chart.addSeries(series.name(), names, series.ys(), series.errors().orElseThrow());
      } else {
        chart.addSeries(series.name(), names, series.ys());
      }
    }
    return chart;
  }

  private static Chart<?, ?> lyingBars(Plot plot) {
    HorizontalBarChart chart =
        new HorizontalBarChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(plot.title())
            .xAxisTitle(plot.x())
            .yAxisTitle(plot.y())
            .build();
    styled(chart.getStyler(), plot);
    chart.getStyler().setAvailableSpaceFill(0.6);
    chart.getStyler().setPlotGridHorizontalLinesVisible(false);
    for (Plot.Series series : plot.series()) {
      chart.addSeries(
          series.name(),
          reversed(series.ys()),
          reversed(series.xs().stream().map(String::valueOf).toList()));
    }
    return chart;
  }

  private static Chart<?, ?> curves(Plot plot, XYSeries.XYSeriesRenderStyle style) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(plot.title())
            .xAxisTitle(plot.x())
            .yAxisTitle(plot.y())
            .build();
    styled(chart.getStyler(), plot);
    chart.getStyler().setMarkerSize(6);
    chart.getStyler().setDatePattern("d MMM yyyy");
    for (Plot.Series series : plot.series()) {
      List<?> xs = series.xs().stream().map(Picture::place).toList();
      XYSeries drawn =
          series.errors().isPresent()
              ? chart.addSeries(series.name(), xs, series.ys(), series.errors().orElseThrow())
              : chart.addSeries(series.name(), xs, series.ys());
      drawn.setXYSeriesRenderStyle(comparison(series) ? XYSeries.XYSeriesRenderStyle.Line : style);
      Marker marker =
          xs.size() > 60 || comparison(series) ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE;
      drawn.setMarker(marker);
      drawn.setLineStyle(new BasicStroke(comparison(series) ? 1.2f : 2f));
    }
    return chart;
  }

  // A straight line through two points is there to compare with.
  private static boolean comparison(Plot.Series series) {
    return series.xs().size() == 2;
  }

  private static void styled(AxesChartStyler styler, Plot plot) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    styler.setBaseFont(font);
    styler.setChartTitleFont(font.deriveFont(Font.BOLD, 14f));
    styler.setAxisTitleFont(font);
    styler.setAxisTickLabelsFont(font.deriveFont(11f));
    styler.setLegendFont(font);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartFontColor(INK);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setChartTitleBoxVisible(false);
    styler.setChartPadding(12);
    styler.setSeriesColors(COLOURS);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(org.knowm.xchart.style.Styler.LegendLayout.Horizontal);
    styler.setLegendVisible(plot.series().size() > 1);
    styler.setLocale(Locale.ROOT);
    styler.setErrorBarsColor(INK);
    styler.setTimezone(java.util.TimeZone.getTimeZone("UTC"));
    styler.setAntiAlias(true);
  }

  private static Object place(Object x) {
    if (x instanceof Number number) {
      return number.doubleValue();
    }
    return x;
  }

  private static <T> List<T> reversed(List<T> list) {
    List<T> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return reversed;
  }
}
