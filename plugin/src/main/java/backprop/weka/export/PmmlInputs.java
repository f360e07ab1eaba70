// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.export;

import backprop.weka.encode.BinnedColumn;
import backprop.weka.encode.ColumnPlan;
import backprop.weka.encode.ContentColumns;
import backprop.weka.encode.IndexColumn;
import backprop.weka.encode.InputEncoder;
import backprop.weka.encode.MissingColumn;
import backprop.weka.encode.OneHotColumns;
import backprop.weka.encode.PlainColumn;
import backprop.weka.encode.StandardizedColumn;
import backprop.weka.encode.TwoValueColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import weka.core.Attribute;
import weka.core.Instances;

/**
 * The inputs that PMML can make of attributes, and how the network's columns are sums of them: a
 * column of -1 and 1 is the difference of two inputs, one that flags what is missing is 1 minus the
 * inputs of all values. The sums are put into the weights of the first layer.
 */
final class PmmlInputs {
  /** Farther out, in deviations, the logarithm is drawn with straight lines of this ratio. */
  private static final double RATIO = 1.5;

  private static final int POINTS = 40;

  /**
   * One input.
   *
   * @param value the value whose presence it tells, or null for a number
   * @param original ascending numbers of the attribute
   * @param mapped what they become, straight lines in between
   * @param missing what missing becomes
   */
  record Input(
      Attribute attribute, String value, double[] original, double[] mapped, int missing) {}

  /** A column of the network: a constant and a sum of inputs. */
  private static final class Column {
    double constant;
    final Map<Integer, Double> factors = new HashMap<>();
  }

  private final List<Input> inputs = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();

  PmmlInputs(InputEncoder encoder, Instances header) {
    for (int a = 0; a < encoder.attributes(); a++) {
      ColumnPlan plan = encoder.plans().get(a);
      if (plan != null) {
        add(plan, header.attribute(a));
      }
    }
  }

  List<Input> inputs() {
    return inputs;
  }

  private void add(ColumnPlan plan, Attribute attribute) {
    boolean flagged = false;
    if (plan instanceof StandardizedColumn s) {
      column(Map.of(number(attribute, s), 1.0));
      flagged = s.indicator();
    } else if (plan instanceof TwoValueColumn t) {
      column(Map.of(value(attribute, t.high()), 1.0, value(attribute, t.low()), -1.0));
      flagged = t.indicator();
    } else if (plan instanceof OneHotColumns o) {
      o.values().forEach(v -> column(Map.of(value(attribute, v), 1.0)));
      flagged = o.indicator();
    } else if (plan instanceof BinnedColumn) {
      throw new IllegalArgumentException(
          "PMML has no input for the bins of '"
              + attribute.name()
              + "': train with -numeric standardize, or write ONNX");
    } else if (plan instanceof ContentColumns) {
      throw new IllegalArgumentException(
          "PMML has no input for '"
              + attribute.name()
              + "', which is "
              + Attribute.typeToString(attribute)
              + ": write ONNX");
    } else if (plan instanceof IndexColumn || plan instanceof PlainColumn) {
      throw new IllegalArgumentException(
          "PMML has no input for the index of a value, which '"
              + attribute.name()
              + "' is: train with -nominal one-hot, or write ONNX");
    }
    if (flagged || plan instanceof MissingColumn) {
      missing(attribute);
    }
  }

  private Column column(Map<Integer, Double> factors) {
    Column c = new Column();
    c.factors.putAll(factors);
    columns.add(c);
    return c;
  }

  private void missing(Attribute attribute) {
    if (attribute.isNominal()) {
      Map<Integer, Double> all = new HashMap<>();
      IntStream.range(0, attribute.numValues()).forEach(v -> all.put(value(attribute, v), -1.0));
      column(all).constant = 1;
    } else {
      double[] any = {0, 1};
      inputs.add(new Input(attribute, null, any, new double[] {0, 0}, 1));
      column(Map.of(inputs.size() - 1, 1.0));
    }
  }

  /** The index of the input that tells whether an attribute has a value. */
  private int value(Attribute attribute, int index) {
    String value = attribute.value(index);
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).attribute().equals(attribute) && value.equals(inputs.get(i).value())) {
        return i;
      }
    }
    inputs.add(new Input(attribute, value, null, null, 0));
    return inputs.size() - 1;
  }

  private int number(Attribute attribute, StandardizedColumn s) {
    double[] z = new double[2 * POINTS];
    for (int k = 0; k < POINTS; k++) {
      double distance = StandardizedColumn.FAR - 1 + Math.pow(RATIO, k);
      z[POINTS + k] = distance;
      z[POINTS - 1 - k] = -distance;
    }
    double[] original = new double[z.length];
    double[] mapped = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      original[i] = s.center() + z[i] * s.deviation();
      mapped[i] = StandardizedColumn.squash(z[i]);
    }
    inputs.add(new Input(attribute, null, original, mapped, 0));
    return inputs.size() - 1;
  }

  /** The first layer on the inputs instead of the columns. */
  DenseStack.Layer onInputs(DenseStack.Layer first) {
    int units = first.bias().length;
    double[][] weights = new double[inputs.size()][units];
    double[] bias = first.bias().clone();
    for (int c = 0; c < columns.size(); c++) {
      double[] from = first.weights()[c];
      for (int u = 0; u < units; u++) {
        bias[u] += columns.get(c).constant * from[u];
      }
      columns
          .get(c)
          .factors
          .forEach(
              (input, factor) -> {
                for (int u = 0; u < units; u++) {
                  weights[input][u] += factor * from[u];
                }
              });
    }
    return new DenseStack.Layer(weights, bias, first.function());
  }
}
