// SPDX-License-Identifier: GPL-3.0-or-later
package weka.classifiers.trees;

import java.io.Serializable;
import weka.core.Attribute;
import weka.core.Instance;
import weka.core.Instances;

/**
 * Rows as the library takes them: one float an attribute, the class left out, NaN where a value is
 * missing. A nominal value is its number; its column is a category, never an order. Numbers are
 * taken from the least of the training rows on, in double precision, so that dates and other large
 * numbers keep their differences as floats; trees do not change by such a shift.
 */
final class BoostingColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] attributes;
  private final double[] least;
  private final String[] names;
  private final String[] kinds;

  /** The columns of training rows; without any attribute but the class one that is constant. */
  BoostingColumns(Instances rows) {
    int count = rows.numAttributes() - 1;
    attributes = new int[count];
    least = new double[Math.max(1, count)];
    names = new String[Math.max(1, count)];
    kinds = new String[Math.max(1, count)];
    names[0] = "constant";
    kinds[0] = "q";
    int column = 0;
    for (int a = 0; a < rows.numAttributes(); a++) {
      if (a != rows.classIndex()) {
        Attribute attribute = rows.attribute(a);
        attributes[column] = a;
        names[column] = attribute.name();
        kinds[column] = attribute.isNominal() ? "c" : "q";
        least[column] = attribute.isNominal() ? 0 : least(rows, a);
        column++;
      }
    }
  }

  private static double least(Instances rows, int attribute) {
    double least = Double.POSITIVE_INFINITY;
    for (Instance row : rows) {
      if (!row.isMissing(attribute)) {
        least = Math.min(least, row.value(attribute));
      }
    }
    return Double.isInfinite(least) ? 0 : least;
  }

  int count() {
    return kinds.length;
  }

  /** "c" for a category, "q" for a quantity, as the library names them. */
  String[] kinds() {
    return kinds.clone();
  }

  String name(int column) {
    return names[column];
  }

  /** The rows, one after the other: rows x {@link #count()}. */
  float[] values(Instances rows) {
    float[] values = new float[rows.numInstances() * count()];
    for (int r = 0; r < rows.numInstances(); r++) {
      fill(rows.instance(r), values, r * count());
    }
    return values;
  }

  /** One row. */
  float[] values(Instance row) {
    float[] values = new float[count()];
    fill(row, values, 0);
    return values;
  }

  private void fill(Instance row, float[] values, int from) {
    for (int c = 0; c < attributes.length; c++) {
      int a = attributes[c];
      values[from + c] = row.isMissing(a) ? Float.NaN : (float) (row.value(a) - least[c]);
    }
  }
}
