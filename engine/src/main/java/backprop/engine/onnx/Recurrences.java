// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import backprop.engine.activation.Relu;
import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Softplus;
import backprop.engine.activation.Tanh;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Recurrence;
import java.util.List;

/**
 * The ops of recurrence. ONNX multiplies the inputs by weights of its own, which ours have been
 * through already; there it is a permutation that puts the gates into ONNX's order.
 */
final class Recurrences {
  private static final int[] RNN = {0};
  private static final int[] LSTM = {0, 2, 1, 3};
  private static final int[] GRU = {0, 1, 2};

  private Recurrences() {}

  static String rnn(Site s, Recurrence how, Elementwise f) {
    refuseMask(s, 2);
    return cell(s, how, "RNN", RNN, List.of(name(s, f)), Attributes.NONE, null);
  }

  /**
   * Its gates here are input, forget, output, candidate; there input, output, forget, candidate.
   */
  static String lstm(Site s, Recurrence how, Elementwise gate, Elementwise candidate) {
    refuseMask(s, 2);
    List<String> functions = List.of(name(s, gate), name(s, candidate), name(s, candidate));
    return cell(s, how, "LSTM", LSTM, functions, Attributes.NONE, null);
  }

  static String gru(Site s, Recurrence how, Elementwise gate, Elementwise candidate) {
    refuseMask(s, 3);
    int units = s.shape(1).size(0);
    float[] bias = new float[6 * units];
    System.arraycopy(s.numbers(2), 0, bias, 3 * units, 3 * units);
    Attributes afterProduct = Attributes.of("linear_before_reset", 1);
    List<String> functions = List.of(name(s, gate), name(s, candidate));
    return cell(s, how, "GRU", GRU, functions, afterProduct, bias);
  }

  private static void refuseMask(Site s, int i) {
    if (s.inputs() > i) {
      throw s.refused("because steps in the middle of a sequence may be masked");
    }
  }

  private static String name(Site s, Elementwise f) {
    if (f instanceof Tanh || f instanceof Sigmoid || f instanceof Relu || f instanceof Softplus) {
      return f.getClass().getSimpleName();
    }
    throw s.refused("because of its function " + f);
  }

  private static String cell(
      Site s,
      Recurrence how,
      String type,
      int[] order,
      List<String> functions,
      Attributes more,
      float[] bias) {
    int units = s.shape(1).size(0);
    int columns = order.length * units;
    float[] recurrent = s.numbers(1);
    float[] permutation = new float[columns * columns];
    float[] turned = new float[recurrent.length];
    for (int row = 0; row < columns; row++) {
      int from = order[row / units] * units + row % units;
      permutation[row * columns + from] = 1;
      for (int u = 0; u < units; u++) {
        turned[row * units + u] = recurrent[u * columns + from];
      }
    }
    Attributes a =
        more.with("hidden_size", units)
            .with("direction", how.reverse() ? "reverse" : "forward")
            .withTexts("activations", functions);
    String x = s.transpose(s.in(0), 1, 0, 2);
    String w = s.floats("order", permutation, 1, columns, columns);
    String r = s.floats("recurrent", turned, 1, columns, units);
    String y =
        bias == null
            ? s.node(type, a, x, w, r)
            : s.node(type, a, x, w, r, s.floats("bias", bias, 1, bias.length));
    return s.transpose(s.node("Squeeze", y, s.whole(1)), 1, 0, 2);
  }

  static String endStep(Site s, boolean first) {
    refuseMask(s, 1);
    int at = first ? 0 : s.shape(0).size(0) - 1;
    return s.node("Gather", Attributes.of("axis", 1), s.in(0), s.scalarWhole(at));
  }

  /** 1 for a real step, 0 for one of which all features are the value, or missing. */
  static String findPadding(Site s, double value, boolean missing) {
    String padding = all(s, s.node("Equal", s.in(0), s.number(value)));
    if (missing) {
      padding = s.node("Max", padding, all(s, s.node("IsNaN", s.in(0))));
    }
    return s.node("Sub", s.number(1), padding);
  }

  private static String all(Site s, String truths) {
    Attributes lastAxis = Attributes.of("keepdims", 1).withList("axes", -1);
    return s.node("ReduceMin", lastAxis, s.node("Cast", Attributes.of("to", 1), truths));
  }

  static String keepSteps(Site s) {
    String open = s.node("Cast", Attributes.of("to", 9), s.in(1));
    return s.node("Where", open, s.in(0), s.number(0));
  }

  /** An index that is negative or NaN stands for none and gives zeros. */
  static String lookup(Site s) {
    int n = s.shape(0).elements();
    String indices = s.reshape(s.in(0), n);
    String valid = s.node("Greater", indices, s.number(-0.5));
    String safe = s.node("Where", valid, indices, s.number(0));
    String whole = s.node("Cast", Attributes.of("to", 7), safe);
    String rows = s.node("Gather", Attributes.of("axis", 0), s.in(1), whole);
    String factor = s.reshape(s.node("Cast", Attributes.of("to", 1), valid), n, 1);
    return s.node("Mul", rows, factor);
  }
}
