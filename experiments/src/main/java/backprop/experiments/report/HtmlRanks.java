// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.report;

import backprop.experiments.run.Configuration;
import backprop.experiments.run.DataSet;
import backprop.experiments.statistics.Friedman;
import backprop.experiments.statistics.Holm;
import backprop.experiments.statistics.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;

/**
 * Mean ranks over the data sets as a critical-difference diagram: bars join those that Nemenyi's
 * test does not tell apart. Below it Wilcoxon's test against the reference, with Holm's correction.
 */
final class HtmlRanks {
  private static final int MOST = 12;
  private static final int FEWEST_FOR_WILCOXON = 5;
  private static final int ROW = 26;

  /** A configuration with its mean rank. */
  private record Ranked(Configuration configuration, double rank) {}

  private HtmlRanks() {}

  static void diagram(Html html, Findings findings) {
    Metric metric = findings.leading();
    List<Configuration> entered = new ArrayList<>();
    for (Configuration configuration : findings.ranked()) {
      boolean complete =
          findings.results().dataSets().stream()
              .allMatch(
                  data -> Double.isFinite(findings.sample(data, configuration, metric).mean()));
      if (complete && entered.size() < MOST) {
        entered.add(configuration);
      }
    }
    List<DataSet> data = findings.results().dataSets();
    if (data.size() < 2 || entered.size() < 2) {
      return;
    }
    double[][] gains = new double[data.size()][entered.size()];
    for (int d = 0; d < data.size(); d++) {
      for (int c = 0; c < entered.size(); c++) {
        double mean = findings.sample(data.get(d), entered.get(c), metric).mean();
        gains[d][c] = metric.direction().gain(mean, 0);
      }
    }
    Friedman test = Friedman.of(gains, Findings.LEVEL);
    html.open("section").element("h2", "Ranks over the data sets");
    boolean differ = test.p() <= Findings.LEVEL;
    html.element(
        "p",
        String.format(
            Locale.ROOT,
            "Friedman's test over %d data sets: p = %s, so the mean ranks of %s %s. Bars join"
                + " those that Nemenyi's test does not tell apart: they differ by less than the"
                + " critical difference of %.2f (level 0.05).",
            data.size(),
            Figures.probability(test.p()),
            metric.name(),
            differ ? "differ" : "may differ by chance",
            test.critical()),
        "class",
        "note");
    if (findings.ranked().size() > entered.size()) {
      html.element("p", "Of all configurations the best " + entered.size() + ".", "class", "note");
    }
    List<Ranked> ranked = new ArrayList<>();
    for (int c = 0; c < entered.size(); c++) {
      ranked.add(new Ranked(entered.get(c), test.ranks()[c]));
    }
    ranked.sort(Comparator.comparingDouble(Ranked::rank));
    html.open("div", "class", "ranks");
    draw(html, ranked, test.critical());
    html.close();
    wilcoxon(html, findings, entered, gains);
    html.close();
  }

  /** Rows of a name and its rank, so that the longest names fit on a phone. */
  private static void draw(Html html, List<Ranked> ranked, double critical) {
    int k = ranked.size();
    strip(html, "", 40, "ranks from 1, the best, to " + k);
    line(html, "cd", x(1, k), 9, x(Math.min(k, 1 + critical), k), 9);
    line(html, "cd", x(1, k), 5, x(1, k), 13);
    line(html, "cd", x(Math.min(k, 1 + critical), k), 5, x(Math.min(k, 1 + critical), k), 13);
    line(html, "axis", x(1, k), 36, x(k, k), 36);
    for (int rank = 1; rank <= k; rank++) {
      line(html, "axis", x(rank, k), 32, x(rank, k), 36);
      html.element("text", "" + rank, "x", x(rank, k), "y", "28", "text-anchor", "middle");
    }
    html.close().close();
    List<int[]> bars = bars(ranked, critical);
    for (int i = 0; i < k; i++) {
      double rank = ranked.get(i).rank();
      String shown = String.format(Locale.ROOT, "%.2f", rank);
      String name = ranked.get(i).configuration().name();
      html.open("div", "class", "strip").open("div", "class", "label");
      html.element("strong", shown).text(" ");
      HtmlTables.name(html, ranked.get(i).configuration());
      html.close();
      svg(html, ROW, name + ", mean rank " + shown);
      line(html, "lead", x(1, k), ROW / 2.0, x(k, k), ROW / 2.0);
      for (int[] bar : bars) {
        if (bar[0] <= i && i <= bar[1]) {
          // Of each group the part at this row: the bars of all rows together show who belongs.
          String from = x(ranked.get(bar[0]).rank(), k);
          line(html, "bar", from, ROW / 2.0, x(ranked.get(bar[1]).rank(), k), ROW / 2.0);
        }
      }
      html.element(
          "circle", "", "class", "rank-dot", "cx", x(rank, k), "cy", "" + ROW / 2, "r", "5");
      html.close().close();
    }
    html.element("p", "The line above the ranks is the critical difference.", "class", "note");
  }

  private static void strip(Html html, String label, int height, String what) {
    html.open("div", "class", "strip axis").element("div", label, "class", "label");
    svg(html, height, what);
  }

  private static void svg(Html html, int height, String what) {
    html.open("svg", "width", "100%", "height", "" + height, "role", "img").element("title", what);
  }

  private static String x(double rank, int k) {
    return String.format(Locale.ROOT, "%.2f%%", 3 + 94 * (rank - 1) / (k - 1));
  }

  /** The longest runs of ranks within the critical difference, first and last of each. */
  private static List<int[]> bars(List<Ranked> ranked, double critical) {
    List<int[]> bars = new ArrayList<>();
    int reached = -1;
    for (int i = 0; i < ranked.size(); i++) {
      int j = i;
      while (j + 1 < ranked.size() && ranked.get(j + 1).rank() - ranked.get(i).rank() < critical) {
        j++;
      }
      if (j > i && j > reached) {
        bars.add(new int[] {i, j});
        reached = j;
      }
    }
    return bars;
  }

  private static void line(Html html, String style, String x1, double y1, String x2, double y2) {
    html.element(
        "line",
        "",
        "class",
        style,
        "x1",
        x1,
        "y1",
        Chart.number(y1),
        "x2",
        x2,
        "y2",
        Chart.number(y2));
  }

  private static void wilcoxon(
      Html html, Findings findings, List<Configuration> entered, double[][] gains) {
    Configuration reference = findings.reference().orElseThrow();
    int base = entered.indexOf(reference);
    if (base < 0 || gains.length < FEWEST_FOR_WILCOXON) {
      return;
    }
    List<Configuration> others = new ArrayList<>(entered);
    others.remove(base);
    double[] p = new double[others.size()];
    double[] wins = new double[others.size()];
    for (int i = 0; i < p.length; i++) {
      int at = entered.indexOf(others.get(i));
      double[] a = new double[gains.length];
      double[] b = new double[gains.length];
      for (int d = 0; d < gains.length; d++) {
        a[d] = gains[d][at];
        b[d] = gains[d][base];
        wins[i] += a[d] > b[d] ? 1 : a[d] == b[d] ? 0.5 : 0;
      }
      boolean equal = Arrays.equals(a, b);
      p[i] = equal ? 1 : new WilcoxonSignedRankTest().wilcoxonSignedRankTest(a, b, a.length <= 25);
    }
    double[] adjusted = Holm.adjust(p);
    html.open("details");
    html.element("summary", "Wilcoxon's signed-rank test against " + reference.name());
    html.open("div", "class", "scroll").open("table", "class", "sortable").open("thead").open("tr");
    for (String head : List.of("configuration", "wins", "p", "p by Holm")) {
      html.element("th", head, "scope", "col");
    }
    html.close().close().open("tbody");
    for (int i = 0; i < p.length; i++) {
      html.open("tr").open("th", "scope", "row");
      HtmlTables.name(html, others.get(i));
      html.close();
      html.element("td", Chart.tick(wins[i]) + " of " + gains.length, "class", "number");
      html.element("td", Figures.probability(p[i]), "class", "number");
      html.element("td", Figures.probability(adjusted[i]), "class", "number").close();
    }
    html.close().close().close().close();
  }
}
