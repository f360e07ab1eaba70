// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import backprop.engine.graph.Op;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What each op computes, forward and backward, as a formula in plain text: x (and w, b, ...) are
 * its inputs, y its output, dx the gradient of the loss with respect to x. They are those of the
 * op's own documentation.
 */
public final class OpFormulas {
  private static final Map<String, Formulas> ALL = all();

  private OpFormulas() {}

  /**
   * Formulas of an op.
   *
   * @param title what it is, in a few words
   * @param forward its output
   * @param backward the gradients of its inputs
   */
  public record Formulas(String title, String forward, String backward) {}

  /** The formulas of an op; empty for one that is not in the table. */
  public static Optional<Formulas> of(Op op) {
    return Optional.ofNullable(ALL.get(op.getClass().getSimpleName()));
  }

  /** The ops that have formulas, by the names of their classes. */
  static Set<String> names() {
    return ALL.keySet();
  }

  private static Map<String, Formulas> all() {
    Map<String, Formulas> m = new LinkedHashMap<>();
    add(
        m,
        "Affine",
        "weighted sums",
        "y = x * w + b",
        "dx = dy * transposed w, dw = transposed x * dy, db = sum over rows of dy");
    add(
        m,
        "AffineSlices",
        "weighted sums of each member",
        "y_s = x_s * w_s + b_s",
        "dx_s = dy_s * transposed w_s, dw_s = transposed x_s * dy_s, db = sum over rows of dy");
    add(m, "Map", "function of each number", "y = f(x)", "dx = dy * f'(x)");
    add(m, "Copy", "copy", "y = x", "dx = dy");
    add(m, "Add", "sum", "y = a + b", "da = dy, db = dy");
    add(m, "AddRow", "sum with a row", "y = x + row", "dx = dy, drow = sum over rows of dy");
    add(m, "Subtract", "difference", "y = a - b", "da = dy, db = -dy");
    add(m, "Multiply", "product", "y = a * b", "da = dy * b, db = dy * a");
    add(
        m,
        "MultiplyRow",
        "product with a row",
        "y = x * row",
        "dx = dy * row, drow = sum over rows of dy * x");
    add(m, "Scale", "product with a constant", "y = factor * x", "dx = factor * dy");
    add(m, "Concatenate", "side by side", "y = (x1, x2, ...)", "dxi = its columns of dy");
    add(
        m,
        "Convolution",
        "convolution",
        "y(o, f) = sum over places k, channels c of x(o at k, c) * w(k, c, f) + b(f)",
        "dx(i, c) = sum over the windows o that see i of dy(o, f) * w(k, c, f),"
            + " dw(k, c, f) = sum over o of x(o at k, c) * dy(o, f), db(f) = sum over o of dy(o, f)");
    add(
        m,
        "DepthwiseConvolution",
        "convolution channel by channel",
        "y(o, c) = sum over places k of x(o at k, c) * w(k, c) + b(c)",
        "dx(i, c) = sum over the windows o that see i of dy(o, c) * w(k, c),"
            + " dw(k, c) = sum over o of x(o at k, c) * dy(o, c), db(c) = sum over o of dy(o, c)");
    add(
        m,
        "TransposedConvolution",
        "transposed convolution",
        "y(o at k, f) = sum over o, channels c of x(o, c) * w(k, f, c) + b(f)",
        "dx = convolution of dy with w, dw(k, f, c) = sum over o of dy(o at k, f) * x(o, c),"
            + " db = sum of dy");
    add(
        m,
        "MaxPool",
        "largest of each window",
        "y = max over the window of x",
        "dx = dy at the place of the largest, else 0");
    add(
        m,
        "SumPool",
        "sum or mean of each window",
        "y = sum or mean over the window of x",
        "dx = dy, spread over its window");
    add(
        m,
        "Spread",
        "repeated over windows",
        "y = x at all places of its window",
        "dx = sum over the window of dy");
    add(
        m,
        "Maximum",
        "largest of several",
        "y = max(x1, x2, ...)",
        "dx = dy for the first largest, else 0");
    add(
        m,
        "Softmax",
        "softmax",
        "y_i = e^x_i / sum over j of e^x_j",
        "dx = y * (dy - sum(dy * y))");
    add(
        m,
        "LogSoftmax",
        "logarithm of softmax",
        "y_i = x_i - ln(sum over j of e^x_j)",
        "dx = dy - e^y * sum(dy)");
    add(
        m,
        "MaskedSoftmax",
        "softmax over the keys",
        "y_i = e^x_i / sum over the keys j that may be seen of e^x_j",
        "dx = y * (dy - sum(dy * y))");
    add(
        m,
        "AttentionScores",
        "how well queries and keys fit",
        "S = Q * K' / sqrt(d), head by head",
        "dQ = dS * K / sqrt(d), dK = dS' * Q / sqrt(d)");
    add(
        m,
        "AttentionSum",
        "values, weighted",
        "Y = A * V, head by head",
        "dA = dY * V', dV = A' * dY");
    add(
        m,
        "RnnSteps",
        "simple recurrence",
        "h_t = f(x_t + h_(t-1) * U), h_0 = 0",
        "dh_t = dy_t + ds_(t+1) * U', ds_t = dh_t * f'(s_t), dx_t = ds_t, dU = sum over t of"
            + " h_(t-1)' * ds_t");
    add(
        m,
        "LstmSteps",
        "long short-term memory",
        "(i, f, o, g) = gates of x_t + h_(t-1) * U, c_t = f * c_(t-1) + i * g, h_t = o *"
            + " candidate(c_t)",
        "dh_t = dy_t + ds_(t+1) * U', dc_t = dc_(t+1) * f_(t+1) + dh * o * candidate'(c), di = dc *"
            + " g, df = dc * c_(t-1), dg = dc * i, do = dh * candidate(c), dU = sum over t of"
            + " h_(t-1)' * ds_t");
    add(
        m,
        "GruSteps",
        "gated recurrent unit",
        "q = h_(t-1) * U + b, z = gate(x1 + q1), r = gate(x2 + q2), n = candidate(x3 + r * q3),"
            + " h_t = (1 - z) * n + z * h_(t-1)",
        "dz = dh * (h_(t-1) - n), dn = dh * (1 - z), dr = ds3 * q3, dh_(t-1) = dh * z + dq * U',"
            + " dU = sum over t of h_(t-1)' * dq_t, db = sum over t of dq_t");
    add(
        m,
        "NormalizeRows",
        "normalization of each row",
        "y = (x - mean) / sqrt(variance + epsilon)",
        "dx = (dy - mean(dy) - y * mean(dy * y)) / sqrt(variance + epsilon)");
    add(
        m,
        "NormalizeGroups",
        "normalization of groups of channels",
        "y = (x - mean) / sqrt(variance + epsilon), for each group of channels",
        "dx = (dy - mean(dy) - y * mean(dy * y)) / sqrt(variance + epsilon)");
    add(
        m,
        "BatchNormalize",
        "normalization over the minibatch",
        "y = (x - mean) / sqrt(variance + epsilon), for each column over the minibatch",
        "dx = (dy - mean(dy) - y * mean(dy * y)) / sqrt(variance + epsilon)");
    add(
        m,
        "NormalizeByState",
        "normalization by gathered moments",
        "y = (x - mean) / sqrt(variance + epsilon), with the moments of training",
        "dx = dy / sqrt(variance + epsilon)");
    add(
        m,
        "NormalizeByRootMeanSquare",
        "normalization by the root mean square",
        "y = x * s, s = 1 / sqrt(mean(x^2) + epsilon)",
        "dx = s * (dy - y * mean(dy * y))");
    add(
        m,
        "LocalResponse",
        "normalization across channels",
        "y = x / s^exponent, s = offset + factor * sum over neighboring channels of x^2",
        "dx = dy / s^exponent - 2 * factor * exponent * x * sum over the same channels of dy * y /"
            + " s");
    add(m, "Dropout", "dropout", "y = mask * x / (1 - rate)", "dx = mask * dy / (1 - rate)");
    add(
        m,
        "DropChannels",
        "dropout of channels",
        "y = mask * x / (1 - rate)",
        "dx = mask * dy / (1 - rate)");
    add(
        m,
        "AlphaDropout",
        "alpha dropout",
        "y = a * (x where mask, else s) + b",
        "dx = a * mask * dy");
    add(
        m,
        "GaussianDropout",
        "noise as a factor",
        "y = x * N(1, rate / (1 - rate))",
        "dx = dy * the same factor");
    add(m, "GaussianNoise", "noise", "y = x + N(0, deviation^2)", "dx = dy");
    add(
        m,
        "RandomSlope",
        "random slope",
        "y = x for x > 0, else a * x, a random",
        "dx = dy for x > 0, else a * dy");
    add(
        m,
        "Lookup",
        "rows of a table",
        "y = table(x)",
        "dtable(x) = sum of dy of those that looked it up");
    add(m, "FindPadding", "which steps are real", "y = 0 for padding, else 1", "no gradient");
    add(m, "KeepSteps", "padding becomes 0", "y = x * mask", "dx = dy * mask");
    add(
        m,
        "EndStep",
        "one step of the sequence",
        "y = the last (or first) real step of x",
        "dx = dy at that step, else 0");
    add(
        m,
        "Sinusoids",
        "sines and cosines of the place",
        "y(t, 2i) = sin(t / base^(2i / n)), y(t, 2i + 1) = cos(...)",
        "no gradient");
    add(m, "Predict", "what the outputs mean", "y = prediction from x", "no gradient");
    add(
        m,
        "BatchDivergence",
        "how far mean activations are from a rate",
        "y = sum over units of rate * ln(rate / m) + (1 - rate) * ln((1 - rate) / (1 - m)), m ="
            + " mean over the minibatch",
        "dx = sum(dy) * ((1 - rate) / (1 - m) - rate / m) / rows");
    add(m, "PairLoss", "loss", "y = mean over outputs of l(x, t)", "dx = l'(x, t) / outputs * dy");
    add(m, "RowLoss", "loss", "y = l(x, t)", "dx = gradient of l * dy");
    add(
        m,
        "SoftmaxCrossEntropy",
        "softmax and cross-entropy",
        "p = softmax(x), y = -sum over classes of t * ln p",
        "dx = (p - t) * dy");
    return Map.copyOf(m);
  }

  private static void add(
      Map<String, Formulas> m, String op, String title, String forward, String backward) {
    m.put(op, new Formulas(title, forward, backward));
  }
}
