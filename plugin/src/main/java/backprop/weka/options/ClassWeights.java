// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.options;

import java.util.Arrays;
import weka.core.Attribute;

/**
 * Factors by which the classes multiply their rows' weights: {@code none}, {@code balanced} or one
 * number for each class, in the order of the class attribute.
 */
public final class ClassWeights {
  private static final String NONE = Setting.CLASS_WEIGHTS.initial();
  private static final String BALANCED = "balanced";

  private ClassWeights() {}

  static void check(String text) {
    if (!text.equals(NONE) && !text.equals(BALANCED)) {
      list(text);
    }
  }

  private static double[] list(String text) {
    String[] items = text.strip().split("\\s*,\\s*|\\s+", -1);
    double[] factors = new double[items.length];
    for (int i = 0; i < items.length; i++) {
      try {
        factors[i] = Double.parseDouble(items[i]);
      } catch (NumberFormatException e) {
        factors[i] = Double.NaN;
      }
      if (!(factors[i] >= 0) || Double.isInfinite(factors[i])) {
        throw Setting.CLASS_WEIGHTS.refusal(
            items[i], "none, balanced, and one number from 0 for each class, separated by commas");
      }
    }
    return factors;
  }

  /**
   * The factor of every class. {@code balanced} is {@code n / (k * n_c)} as in scikit-learn: n the
   * weight of all rows, k the number of classes that rows have, n_c the weight of the class's rows.
   *
   * @param totals weight of the training rows of every class
   * @throws IllegalArgumentException when the list has another length, or only classes without rows
   *     have a weight
   */
  public static double[] factors(String text, Attribute classAttribute, double[] totals) {
    int classes = totals.length;
    double[] factors = new double[classes];
    Arrays.fill(factors, 1);
    if (text.equals(NONE)) {
      return factors;
    }
    if (text.equals(BALANCED)) {
      double all = Arrays.stream(totals).sum();
      long present = Arrays.stream(totals).filter(t -> t > 0).count();
      for (int c = 0; c < classes; c++) {
        factors[c] = totals[c] > 0 ? all / (present * totals[c]) : 1;
      }
      return factors;
    }
    factors = list(text);
    if (factors.length != classes) {
      throw Setting.CLASS_WEIGHTS.refusal(
          text,
          "none, balanced, and "
              + classes
              + " numbers, one for each class of '"
              + classAttribute.name()
              + "'");
    }
    double weight = 0;
    for (int c = 0; c < classes; c++) {
      weight += factors[c] * totals[c];
    }
    if (!(weight > 0)) {
      throw new IllegalArgumentException(
          "option -class-weights is '" + text + "', which leaves no training row with a weight");
    }
    return factors;
  }
}
