// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.density;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Between predicted quantiles. Where the ends of an interval lie beyond the outermost level, and
 * for the density, the residuals of the prediction say.
 *
 * @param levels ascending, at least two
 * @param values of these levels, ascending
 * @param other for what the levels do not tell
 */
public record QuantileDensity(List<Double> levels, List<Double> values, ClassDensity other)
    implements ClassDensity {
  private static final double SLACK = 1e-9;

  /**
   * Brings predicted quantiles into order: where two of them cross, which single outputs may do,
   * they are exchanged (Chernozhukov, Fernandez-Val and Galichon, "Quantile and probability curves
   * without crossing", Econometrica 2010).
   */
  public static QuantileDensity of(double[] levels, double[] values, ClassDensity other) {
    List<Double> p = new ArrayList<>();
    List<Double> q = new ArrayList<>();
    for (int i = 0; i < levels.length; i++) {
      p.add(levels[i]);
      q.add(values[i]);
    }
    p.sort(Comparator.naturalOrder());
    q.sort(Comparator.naturalOrder());
    return new QuantileDensity(p, q, other);
  }

  @Override
  public double[] interval(double level) {
    ClassDensity.check(level);
    double low = (1 - level) / 2;
    double high = 1 - low;
    if (low < levels.get(0) - SLACK || high > levels.get(levels.size() - 1) + SLACK) {
      return other.interval(level);
    }
    return new double[] {at(low), at(high)};
  }

  private double at(double level) {
    int above = 1;
    while (above < levels.size() - 1 && levels.get(above) < level) {
      above++;
    }
    double p = levels.get(above - 1);
    double width = levels.get(above) - p;
    double share = width > 0 ? Math.max(0, Math.min(1, (level - p) / width)) : 1;
    return values.get(above - 1) + share * (values.get(above) - values.get(above - 1));
  }

  @Override
  public double logDensity(double value) {
    return other.logDensity(value);
  }
}
