// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.encode;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import weka.core.Attribute;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.SparseInstance;

/**
 * Weighted statistics of every attribute but the class, in one pass over the rows. Means and
 * variances are updated as in West, "Updating mean and variance estimates", CACM 22(9), 1979; the
 * zeros that sparse rows do not store are merged in at the end (Chan, Golub and LeVeque, 1979).
 */
final class AttributeStatistics {
  /** Beyond so many values, those of single rows get no column. */
  private static final int MANY_VALUES = 50;

  private final Instances data;
  private final int classIndex;
  private final double[] mean;
  private final double[] squares;
  private final double[] numbers;
  private final double[] nonzero;
  private final double[] nonzeroSquares;
  private final double[] stored;
  private final double[] low;
  private final double[] high;
  private final int[] seen;
  private final int[] missing;
  private final int[][] values;

  /**
   * Reads the rows.
   *
   * @param rows indices of the training rows, all of positive weight
   * @throws IllegalArgumentException when a number is infinite, naming attribute and row
   */
  AttributeStatistics(Instances data, int[] rows) {
    this.data = data;
    int n = data.numAttributes();
    classIndex = data.classIndex();
    mean = new double[n];
    squares = new double[n];
    numbers = new double[n];
    nonzero = new double[n];
    nonzeroSquares = new double[n];
    stored = new double[n];
    low = new double[n];
    high = new double[n];
    seen = new int[n];
    missing = new int[n];
    values = new int[n][];
    for (int a = 0; a < n; a++) {
      low[a] = Double.POSITIVE_INFINITY;
      high[a] = Double.NEGATIVE_INFINITY;
      values[a] = data.attribute(a).isNominal() ? new int[data.attribute(a).numValues()] : null;
    }
    double heaviest = 0;
    for (int r : rows) {
      heaviest = Math.max(heaviest, data.instance(r).weight());
    }
    // A power of two: sums of squares neither overflow nor vanish, and no bit of a ratio changes.
    int exponent = Math.getExponent(heaviest);
    double total = 0;
    for (int r : rows) {
      goOn();
      Instance x = data.instance(r);
      double w = Math.scalb(x.weight(), -exponent);
      total += w;
      if (x instanceof SparseInstance) {
        for (int i = 0; i < x.numValues(); i++) {
          add(x.index(i), x.valueSparse(i), w, r);
        }
      } else {
        for (int a = 0; a < n; a++) {
          add(a, x.value(a), w, r);
        }
      }
    }
    for (int a = 0; a < n; a++) {
      if (a != classIndex && seen[a] + missing[a] < rows.length) {
        addZeros(a, total - stored[a], rows.length - seen[a] - missing[a]);
      }
    }
  }

  /** Throws a CancellationException when the thread is interrupted. */
  static void goOn() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted while the attributes were looked at");
    }
  }

  private void add(int a, double value, double w, int row) {
    if (a == classIndex) {
      return;
    }
    stored[a] += w;
    if (Double.isNaN(value)) {
      missing[a]++;
      return;
    }
    seen[a]++;
    if (values[a] != null) {
      values[a][(int) value]++;
      return;
    }
    if (Double.isInfinite(value)) {
      throw InputEncoder.infinite(data.attribute(a), value, row + 1);
    }
    double before = numbers[a];
    numbers[a] += w;
    double delta = value - mean[a];
    mean[a] += delta * (w / numbers[a]);
    // Not delta * (value - mean): rounding of the mean would make that negative.
    squares[a] += w * (before / numbers[a]) * delta * delta;
    low[a] = Math.min(low[a], value);
    high[a] = Math.max(high[a], value);
    if (value != 0) {
      nonzero[a] += w;
      nonzeroSquares[a] += w * value * value;
    }
  }

  private void addZeros(int a, double w, int rows) {
    seen[a]++;
    if (values[a] != null) {
      values[a][0] += rows;
      return;
    }
    double all = numbers[a] + w;
    squares[a] += mean[a] * mean[a] * numbers[a] * (w / all);
    mean[a] *= numbers[a] / all;
    low[a] = Math.min(low[a], 0);
    high[a] = Math.max(high[a], 0);
    numbers[a] = all;
  }

  /** Whether a training row has no value of this attribute. */
  boolean hasMissing(int a) {
    return missing[a] > 0;
  }

  /** Whether two training rows have different values, neither of them missing. */
  boolean varies(int a) {
    return values[a] != null ? valuesSeen(a).size() > 1 : low[a] < high[a];
  }

  /** Whether a nominal attribute has another value in each row: it says nothing of other rows. */
  boolean namesRows(int a) {
    return values[a] != null && seen[a] > 2 && valuesSeen(a).size() == seen[a];
  }

  /** Indices of the nominal values that training rows have, ascending. */
  List<Integer> valuesSeen(int a) {
    return valuesOf(a, 1);
  }

  /** Indices of the nominal values that so many training rows have, ascending. */
  private List<Integer> valuesOf(int a, int rows) {
    return IntStream.range(0, values[a].length).filter(v -> values[a][v] >= rows).boxed().toList();
  }

  /**
   * The nominal values that get a column. Of many, those of a single row get none, like values that
   * no row has: a column of their own would let a network know that row by heart, and say nothing
   * of others.
   */
  private List<Integer> valuesOfUse(int a) {
    List<Integer> all = valuesSeen(a);
    return all.size() > MANY_VALUES ? valuesOf(a, 2) : all;
  }

  /**
   * The standardization of a number that varies. Where more than half of the rows are zero (counts
   * of words, gray values of pixels), the deviation would be small because of the zeros and blow up
   * the rest, so the root mean square of the other values takes its place: they become about 1,
   * like the value of a nominal attribute. Where squares exceed what a double can hold, or vanish,
   * the middle and half the width of the range stand in for mean and deviation.
   */
  StandardizedColumn standardized(int a) {
    double deviation = Math.sqrt(squares[a] / numbers[a]);
    if (nonzero[a] < 0.5 * numbers[a]) {
      deviation = Math.sqrt(nonzeroSquares[a] / nonzero[a]);
    }
    boolean usable = deviation > 0 && Double.isFinite(deviation) && Double.isFinite(mean[a]);
    double center = usable ? mean[a] : low[a] / 2 + high[a] / 2;
    double spread = usable ? deviation : high[a] / 2 - low[a] / 2;
    return new StandardizedColumn(center, Math.max(spread, Double.MIN_VALUE), hasMissing(a));
  }

  /**
   * One standardization for each channel. Where more than half of a channel's numbers are zero,
   * which is the background then, zero stays zero; where all are equal, they become zero.
   *
   * @param channels number of channels, which take turns along the attributes but the class
   * @return empty where no numeric attribute varies, or there are no channels
   */
  StandardizedColumn[] alike(int channels) {
    if (channels == 0) {
      return new StandardizedColumn[0];
    }
    boolean varied =
        IntStream.range(0, numbers.length)
            .anyMatch(a -> a != classIndex && values[a] == null && varies(a));
    StandardizedColumn[] shared = new StandardizedColumn[varied ? channels : 0];
    for (int c = 0; c < shared.length; c++) {
      int channel = c;
      int[] members =
          IntStream.range(0, numbers.length)
              .filter(a -> a != classIndex && numbers[a] > 0)
              .filter(a -> (classIndex >= 0 && a > classIndex ? a - 1 : a) % channels == channel)
              .toArray();
      shared[c] = together(members);
    }
    return shared;
  }

  private StandardizedColumn together(int[] members) {
    double all = 0;
    double sum = 0;
    double others = 0;
    double otherSquares = 0;
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int a : members) {
      all += numbers[a];
      sum += numbers[a] * mean[a];
      others += nonzero[a];
      otherSquares += nonzeroSquares[a];
      lowest = Math.min(lowest, low[a]);
      highest = Math.max(highest, high[a]);
    }
    if (!(lowest < highest)) {
      return new StandardizedColumn(members.length == 0 ? 0 : lowest, 1, false);
    }
    boolean background = others < 0.5 * all;
    double center = background ? 0 : sum / all;
    double variance = 0;
    for (int a : members) {
      double d = mean[a] - center;
      variance += (squares[a] + numbers[a] * d * d) / all;
    }
    double deviation = Math.sqrt(background ? otherSquares / others : variance);
    boolean usable = deviation > 0 && Double.isFinite(deviation) && Double.isFinite(center);
    double spread = usable ? deviation : highest / 2 - lowest / 2;
    return new StandardizedColumn(
        usable ? center : lowest / 2 + highest / 2, Math.max(spread, Double.MIN_VALUE), false);
  }

  /** The numbers that rows have of an attribute, ascending, without missing ones. */
  double[] sorted(int a, int[] rows) {
    return Arrays.stream(rows)
        .mapToDouble(
            r -> {
              goOn();
              return data.instance(r).value(a);
            })
        .filter(v -> !Double.isNaN(v))
        .sorted()
        .toArray();
  }

  /** The plan of an attribute, or null where it does not vary. */
  ColumnPlan plan(int a) {
    if (!varies(a)) {
      return hasMissing(a) && seen[a] > 0 ? new MissingColumn() : null;
    }
    if (data.attribute(a).type() == Attribute.NOMINAL) {
      List<Integer> indices = valuesOfUse(a);
      if (indices.isEmpty()) {
        return hasMissing(a) ? new MissingColumn() : null;
      }
      return indices.size() == 2 && valuesSeen(a).size() == 2
          ? new TwoValueColumn(indices.get(0), indices.get(1), hasMissing(a))
          : new OneHotColumns(indices, hasMissing(a));
    }
    return standardized(a);
  }
}
