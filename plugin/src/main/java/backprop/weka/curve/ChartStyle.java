// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.curve;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How charts look: in the training monitor, in saved pictures, in the tutorial. */
public final class ChartStyle {
  /** Colors that people who see few colors can tell apart (Okabe and Ito). */
  private static final Color[] COLORS = {
    new Color(0x0072b2),
    new Color(0xd55e00),
    new Color(0x009e73),
    new Color(0xcc79a7),
    new Color(0xe69f00),
    new Color(0x56b4e9),
    new Color(0x000000),
    new Color(0x999999),
  };

  /** A logarithmic axis that is longer than this only has powers of ten as labels. */
  private static final double DECADES = 12;

  private static final int LARGEST_LEGEND = 10;

  private ChartStyle() {}

  /** An empty chart of lines. */
  public static XYChart chart(String title, boolean logarithmic) {
    XYChart chart = new XYChartBuilder().width(440).height(270).title(title).build();
    chart.getStyler().setYAxisLogarithmic(logarithmic);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotBorderColor(new Color(0xbbbbbb));
    chart.getStyler().setPlotGridLinesColor(new Color(0xe4e4e4));
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendBackgroundColor(new Color(255, 255, 255, 210));
    chart.getStyler().setLegendBorderColor(new Color(0xdddddd));
    chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    chart.getStyler().setLegendPadding(3);
    chart.getStyler().setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    chart.getStyler().setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
    chart.getStyler().setChartTitleBoxVisible(false);
    chart.getStyler().setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    chart.getStyler().setSeriesColors(COLORS);
    chart.getStyler().setLocale(Locale.ROOT);
    chart.getStyler().setYAxisLogarithmicDecadeOnly(false);
    chart.getStyler().setXAxisDecimalPattern("#0.###");
    chart.getStyler().setXAxisMaxLabelCount(7);
    chart.getStyler().setYAxisDecimalPattern("0.######");
    if (logarithmic) {
      chart
          .getStyler()
          .setYAxisTickLabelsFormattingFunction(y -> String.format(Locale.ROOT, "%.3g", y));
    }
    return chart;
  }

  /**
   * A chart with these lines; of what an axis cannot show, such as a 0 on a logarithmic one, the
   * points are left out, and so are lines without any.
   *
   * @param lines for each name its points, x and y
   * @return null where nothing is left
   */
  public static XYChart of(String title, boolean logarithmic, Map<String, List<double[]>> lines) {
    XYChart chart = chart(title, logarithmic);
    double low = Double.MAX_VALUE;
    double high = 0;
    int shown = 0;
    for (Map.Entry<String, List<double[]>> line : lines.entrySet()) {
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (double[] point : line.getValue()) {
        if (Double.isFinite(point[1]) && (point[1] > 0 || !logarithmic)) {
          x.add(point[0]);
          y.add(point[1]);
          low = Math.min(low, point[1]);
          high = Math.max(high, point[1]);
        }
      }
      if (!x.isEmpty()) {
        XYSeries series = chart.addSeries(line.getKey(), x, y);
        series.setMarker(x.size() < 3 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        series.setLineStyle(new BasicStroke(1.8f));
        shown++;
      }
    }
    if (shown == 0) {
      return null;
    }
    if (logarithmic) {
      // Labels between the powers of ten would lie on one another where there are several.
      chart.getStyler().setYAxisLogarithmicDecadeOnly(high > DECADES * low);
    }
    chart.getStyler().setLegendVisible(shown > 1 && shown <= LARGEST_LEGEND);
    return chart;
  }
}
