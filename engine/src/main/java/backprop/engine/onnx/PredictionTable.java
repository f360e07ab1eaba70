// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import backprop.engine.backend.RowFunction;
import backprop.engine.loss.Cosine;
import backprop.engine.loss.GaussianNll;
import backprop.engine.loss.MeanSquaredLogarithmicError;
import backprop.engine.loss.MixtureDensity;
import backprop.engine.loss.Ordinal;
import backprop.engine.loss.Poisson;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the predictions of losses that are functions of a row are written: one line per function. */
final class PredictionTable {
  /** Writes the prediction from the op's input and gives its name. */
  interface Writer<F> {
    String write(F function, Site s);
  }

  private final Map<Class<?>, Writer<RowFunction>> lines = new LinkedHashMap<>();

  PredictionTable() {
    line(Cosine.Direction.class, (f, s) -> direction(s, f.least()));
    line(GaussianNll.MeansAndDeviations.class, (f, s) -> meansAndDeviations(s, f.least()));
    line(MeanSquaredLogarithmicError.Expm1.class, (f, s) -> expm1(s, f.last()));
    line(MixtureDensity.Moments.class, (f, s) -> moments(s, f));
    line(Ordinal.Probabilities.class, (f, s) -> probabilities(s));
    line(Poisson.Mean.class, (f, s) -> s.node("Exp", s.node("Min", s.in(0), s.number(f.last()))));
  }

  private <F extends RowFunction> void line(Class<F> type, Writer<F> writer) {
    lines.put(type, (f, s) -> writer.write(type.cast(f), s));
  }

  /** Writes a prediction, or refuses it by name. */
  String write(RowFunction f, Site s) {
    Writer<RowFunction> w = lines.get(f.getClass());
    if (w == null) {
      throw s.refused("");
    }
    return w.write(f, s);
  }

  private static String direction(Site s, double least) {
    Attributes lastAxis = Attributes.of("keepdims", 1).withList("axes", -1);
    String length = s.node("ReduceL2", lastAxis, s.in(0));
    return s.node("Div", s.in(0), s.node("Max", length, s.number(least)));
  }

  private static String meansAndDeviations(Site s, double least) {
    int n = s.shape(0).columns();
    String spread = s.node("Softplus", columns(s, s.in(0), n / 2, n));
    String deviations = s.node("Sqrt", s.node("Add", spread, s.number(least)));
    return joined(s, columns(s, s.in(0), 0, n / 2), deviations);
  }

  /** {@code e^x - 1} as {@code tanh(x / 2) * (e^x + 1)}: nothing cancels where x is small. */
  private static String expm1(Site s, double last) {
    String x = s.node("Clip", s.in(0), s.scalar(0), s.scalar(last));
    String half = s.node("Tanh", s.node("Mul", x, s.number(0.5)));
    return s.node("Mul", half, s.node("Add", s.node("Exp", x), s.number(1)));
  }

  /**
   * Mean and deviation of the mixture: sums over the components, which are an axis of their own.
   */
  private static String moments(Site s, MixtureDensity.Moments f) {
    int k = f.components();
    int m = s.shape().columns() / 2;
    String x = s.reshape(s.in(0), s.shape(0).columns());
    String shares = s.node("Softmax", Attributes.of("axis", -1), columns(s, x, 0, k));
    String p = s.reshape(shares, k, 1);
    String spread = s.node("Softplus", columns(s, x, k, 2 * k));
    String deviations = s.reshape(s.node("Add", spread, s.number(f.least())), k, 1);
    String means = s.reshape(columns(s, x, 2 * k, 2 * k + k * m), k, m);
    String mean = overComponents(s, s.node("Mul", p, means));
    String d = s.node("Sub", means, mean);
    String squares = s.node("Add", s.node("Mul", d, d), s.node("Mul", deviations, deviations));
    String variance = overComponents(s, s.node("Mul", p, squares));
    return s.reshape(joined(s, mean, s.node("Sqrt", variance)), s.shape().sizes());
  }

  private static String overComponents(Site s, String x) {
    return s.node("ReduceSum", Attributes.of("keepdims", 1), x, s.whole(1));
  }

  /** The cumulative logits are a running sum of what lies between them. */
  private static String probabilities(Site s) {
    int n = s.shape(0).columns();
    String u = s.in(0);
    String first = columns(s, u, 0, 1);
    if (n == 1) {
      return joined(s, s.node("Sigmoid", s.node("Neg", u)), s.node("Sigmoid", u));
    }
    String gaps = s.node("Sub", columns(s, u, 0, n - 1), columns(s, u, 1, n));
    String below = s.node("CumSum", s.node("Softplus", gaps), s.scalarWhole(1));
    String g = joined(s, first, s.node("Sub", first, below));
    String above = s.node("Sigmoid", g);
    String notAbove = s.node("Sigmoid", s.node("Neg", g));
    String both = s.node("Mul", columns(s, above, 0, n - 1), columns(s, notAbove, 1, n));
    String between = s.node("Mul", both, s.node("Sigmoid", gaps));
    return s.node(
        "Concat",
        Attributes.of("axis", -1),
        columns(s, notAbove, 0, 1),
        between,
        columns(s, above, n - 1, n));
  }

  private static String columns(Site s, String x, int from, int to) {
    return s.node("Slice", x, s.whole(from), s.whole(to), s.whole(-1));
  }

  private static String joined(Site s, String left, String right) {
    return s.node("Concat", Attributes.of("axis", -1), left, right);
  }
}
