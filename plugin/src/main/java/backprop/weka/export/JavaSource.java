// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.export;

import backprop.engine.model.Version;
import backprop.weka.encode.BinnedColumn;
import backprop.weka.encode.ColumnPlan;
import backprop.weka.encode.IndexColumn;
import backprop.weka.encode.InputEncoder;
import backprop.weka.encode.MissingColumn;
import backprop.weka.encode.NominalClass;
import backprop.weka.encode.OneHotColumns;
import backprop.weka.encode.StandardizedColumn;
import backprop.weka.encode.TwoValueColumn;
import backprop.weka.export.DenseStack.Layer;
import backprop.weka.predict.NetworkPredictor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import weka.core.Attribute;
import weka.core.Instances;

/**
 * A classifier with a dense network as a Java class that needs no library, in the form of Weka's
 * {@code Sourcable}: {@code static double classify(Object[] row)}, where a row has a String for a
 * nominal attribute, a Double for a number, and null for what is missing. It computes in double, so
 * its probabilities differ from the network's in the last digits of a float.
 *
 * <p>Weights are text that the class parses when it is loaded: as array initializers, a few
 * thousand of them would be more than Java allows a method to have.
 */
public final class JavaSource {
  private static final int ATTRIBUTES_PER_METHOD = 200;
  private static final int LINE = 80;

  /** Characters of one string constant: a class file allows 65,535 bytes. */
  private static final int PIECE = 30_000;

  private final StringBuilder out = new StringBuilder();
  private final NetworkPredictor predictor;
  private final Instances header;

  private JavaSource(NetworkPredictor predictor, Instances header) {
    this.predictor = predictor;
    this.header = header;
  }

  /**
   * The source of a class.
   *
   * @param header the attributes of the training data, with the class set
   * @throws IllegalArgumentException in one sentence that names the layer, when it is none of
   *     dense, relu, tanh, sigmoid, dropout and normalization by running moments, or an attribute
   *     that cannot be encoded
   */
  public static String write(NetworkPredictor predictor, Instances header, String className) {
    return new JavaSource(predictor, header).text(className);
  }

  private String text(String className) {
    List<Layer> layers = DenseStack.of(predictor.model().orElseThrow(), "Java source");
    line(0, "/** A neural network, written by Backprop for Weka " + Version.current() + ". */");
    line(0, "class " + className + " {");
    encoders();
    for (int l = 0; l < layers.size(); l++) {
      layer(l, layers.get(l));
    }
    prediction(layers);
    out.append(helpers());
    line(0, "}");
    return out.toString();
  }

  private void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }

  private void encoders() {
    InputEncoder inputs = predictor.inputs();
    int methods = 0;
    for (int from = 0; from < inputs.attributes(); from += ATTRIBUTES_PER_METHOD) {
      line(1, "private static void encode" + methods++ + "(Object[] row, double[] x) {");
      int to = Math.min(inputs.attributes(), from + ATTRIBUTES_PER_METHOD);
      for (int a = from; a < to; a++) {
        if (inputs.plans().get(a) != null) {
          line(2, call(inputs.plans().get(a), header.attribute(a), inputs.start(a)));
        }
      }
      line(1, "}");
      line(0, "");
    }
    line(1, "/** The network's inputs. */");
    line(1, "static double[] encode(Object[] row) {");
    line(2, "double[] x = new double[" + inputs.columns() + "];");
    for (int m = 0; m < methods; m++) {
      line(2, "encode" + m + "(row, x);");
    }
    line(2, "return x;");
    line(1, "}");
    line(0, "");
  }

  private static String call(ColumnPlan plan, Attribute attribute, int at) {
    String place = "(row[" + attribute.index() + "], x, " + at;
    if (plan instanceof StandardizedColumn c) {
      return "number" + place + ", " + c.center() + ", " + c.deviation() + flag(c.indicator());
    }
    if (plan instanceof TwoValueColumn c) {
      return "sign" + place + values(attribute, List.of(c.low(), c.high())) + flag(c.indicator());
    }
    if (plan instanceof OneHotColumns c) {
      return "oneHot" + place + flagBefore(c.indicator()) + values(attribute, c.values()) + ");";
    }
    if (plan instanceof MissingColumn) {
      return "missing" + place + ");";
    }
    if (plan instanceof IndexColumn c) {
      List<Integer> all = IntStream.range(0, c.size()).boxed().toList();
      return "index"
          + place
          + all.stream()
              .map(v -> c.knows(v) ? ", " + quoted(attribute.value(v)) : ", null")
              .collect(Collectors.joining())
          + ");";
    }
    throw new IllegalArgumentException(
        "attribute '"
            + attribute.name()
            + "' cannot be written as Java source: "
            + (plan instanceof BinnedColumn
                ? "train with -numeric standardize"
                : "its numbers are indices of words"));
  }

  private static String flag(boolean indicator) {
    return ", " + indicator + ");";
  }

  private static String flagBefore(boolean indicator) {
    return ", " + indicator;
  }

  private static String values(Attribute attribute, List<Integer> values) {
    return values.stream()
        .map(v -> ", " + quoted(attribute.value(v)))
        .collect(Collectors.joining());
  }

  /** A string constant in ASCII. */
  private static String quoted(String text) {
    StringBuilder s = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        s.append('\\').append(c);
      } else if (c >= ' ' && c < 127) {
        s.append(c);
      } else if (c == '\n') {
        s.append("\\n");
      } else if (c == '\r') {
        s.append("\\r");
      } else {
        s.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return s.append('"').toString();
  }

  /** Weights unit by unit, each unit's bias behind its weights. */
  private void layer(int number, Layer layer) {
    line(1, "private static final double[][] LAYER" + number + " = {");
    for (int unit = 0; unit < layer.bias().length; unit++) {
      StringBuilder numbers = new StringBuilder();
      for (double[] w : layer.weights()) {
        numbers.append((float) w[unit]).append(' ');
      }
      numbers.append((float) layer.bias()[unit]);
      line(2, "numbers(" + pieces(numbers.toString()) + "),");
    }
    line(1, "};");
    line(0, "");
  }

  private static String pieces(String numbers) {
    StringBuilder s = new StringBuilder();
    int inPiece = 0;
    int from = 0;
    while (from < numbers.length()) {
      int to =
          numbers.length() - from <= LINE
              ? numbers.length()
              : numbers.lastIndexOf(' ', from + LINE) + 1;
      if (s.length() > 0) {
        inPiece += LINE;
        s.append(inPiece > PIECE ? "," : " +").append("\n        ");
        inPiece = inPiece > PIECE ? 0 : inPiece;
      }
      s.append('"').append(numbers, from, to).append('"');
      from = to;
    }
    return s.toString();
  }

  private void prediction(List<Layer> layers) {
    boolean nominal = predictor.target() instanceof NominalClass;
    line(1, "/** " + (nominal ? "The probability of each class" : "The one number") + ". */");
    line(1, "static double[] distribution(Object[] row) {");
    line(2, "double[] x = encode(row);");
    for (int l = 0; l < layers.size(); l++) {
      String function = layers.get(l).function().name().toLowerCase(Locale.ROOT);
      line(2, "x = " + function + "(sums(LAYER" + l + ", x));");
    }
    if (predictor.target() instanceof NominalClass c) {
      line(2, "return shares(x, " + (c.form() == NominalClass.Form.SINGLE) + ");");
    } else {
      float[] zeroOne = {0, 1};
      double zero = predictor.target().decode(zeroOne, 0)[0];
      line(2, "return new double[] {" + zero + " + " + predictor.target().unit() + " * x[0]};");
    }
    line(1, "}");
    line(0, "");
    line(1, "/** " + (nominal ? "The index of the likeliest class" : "The prediction") + ". */");
    line(1, "public static double classify(Object[] row) {");
    line(2, "double[] d = distribution(row);");
    if (nominal) {
      line(2, "int best = 0;");
      line(2, "for (int c = 1; c < d.length; c++) {");
      line(3, "best = d[c] > d[best] ? c : best;");
      line(2, "}");
      line(2, "return best;");
    } else {
      line(2, "return d[0];");
    }
    line(1, "}");
  }

  private static String helpers() {
    return
"""

  private static void number(
      Object value, double[] x, int at, double center, double deviation, boolean flagged) {
    if (value != null) {
      double z = (((Number) value).doubleValue() - center) / deviation;
      double far = Math.min(Math.abs(z), Double.MAX_VALUE);
      x[at] = far <= FAR ? z : Math.signum(z) * (FAR + Math.log(far - FAR + 1));
    }
    if (flagged) {
      x[at + 1] = value == null ? 1 : 0;
    }
  }

  private static void sign(
      Object value, double[] x, int at, String low, String high, boolean flagged) {
    x[at] = high.equals(value) ? 1 : low.equals(value) ? -1 : 0;
    if (flagged) {
      x[at + 1] = value == null ? 1 : 0;
    }
  }

  private static void oneHot(
      Object value, double[] x, int at, boolean flagged, String... values) {
    for (int i = 0; i < values.length; i++) {
      x[at + i] = values[i].equals(value) ? 1 : 0;
    }
    if (flagged) {
      x[at + values.length] = value == null ? 1 : 0;
    }
  }

  private static void missing(Object value, double[] x, int at) {
    x[at] = value == null ? 1 : 0;
  }

  private static void index(Object value, double[] x, int at, String... values) {
    x[at] = -1;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null && values[i].equals(value)) {
        x[at] = i;
      }
    }
  }

  private static double[] numbers(String... pieces) {
    String[] texts = String.join("", pieces).split(" ");
    double[] numbers = new double[texts.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Double.parseDouble(texts[i]);
    }
    return numbers;
  }

  private static double[] sums(double[][] units, double[] x) {
    double[] y = new double[units.length];
    for (int j = 0; j < y.length; j++) {
      double sum = units[j][x.length];
      for (int i = 0; i < x.length; i++) {
        sum += units[j][i] * x[i];
      }
      y[j] = sum;
    }
    return y;
  }

  private static double[] identity(double[] x) {
    return x;
  }

  private static double[] relu(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.max(0, x[i]);
    }
    return x;
  }

  private static double[] tanh(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.tanh(x[i]);
    }
    return x;
  }

  private static double[] logistic(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = 1 / (1 + Math.exp(-x[i]));
    }
    return x;
  }

  private static double[] softmax(double[] x) {
    double max = Double.NEGATIVE_INFINITY;
    for (double v : x) {
      max = Math.max(max, v);
    }
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.exp(x[i] - max);
      sum += x[i];
    }
    for (int i = 0; i < x.length; i++) {
      x[i] /= sum;
    }
    return x;
  }

  private static double[] shares(double[] x, boolean single) {
    double[] d = single ? new double[] {1 - x[0], x[0]} : x.clone();
    double sum = 0;
    int largest = 0;
    for (int c = 0; c < d.length; c++) {
      largest = d[c] > d[largest] ? c : largest;
    }
    for (int c = 0; c < d.length; c++) {
      d[c] = Math.max(0, Math.min(1, d[c]));
      sum += d[c];
    }
    for (int c = 0; c < d.length; c++) {
      d[c] = sum > 0 ? d[c] / sum : c == largest ? 1 : 0;
    }
    return d;
  }

  private static final double FAR = %s;
"""
        .formatted(StandardizedColumn.FAR);
  }
}
