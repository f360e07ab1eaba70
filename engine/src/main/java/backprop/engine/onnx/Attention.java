// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

/**
 * The ops of attention. Our heads are slices of the columns; ONNX multiplies over the last two
 * axes, so heads become an axis before the time and go back afterwards.
 */
final class Attention {
  private static final int BOOLEAN = 9;

  /** Below any score, so that its exponential is 0, and finite, so that nothing becomes NaN. */
  private static final double HIDDEN = -1e30;

  private Attention() {}

  private static int time(Site s, int i) {
    return s.shape(i).size(0);
  }

  /** {@code batch x time x heads * d} as {@code batch x time x heads x d}. */
  private static String split(Site s, int i, int heads) {
    return s.reshape(s.in(i), time(s, i), heads, s.shape(i).columns() / heads);
  }

  static String scores(Site s, int heads) {
    String q = s.transpose(split(s, 0, heads), 0, 2, 1, 3);
    String k = s.transpose(split(s, 1, heads), 0, 2, 3, 1);
    double factor = 1 / Math.sqrt((double) s.shape(0).columns() / heads);
    return joined(s, s.node("Mul", s.node("MatMul", q, k), s.number(factor)));
  }

  static String sum(Site s, int heads) {
    String a = s.transpose(split(s, 0, heads), 0, 2, 1, 3);
    String v = s.transpose(split(s, 1, heads), 0, 2, 1, 3);
    return joined(s, s.node("MatMul", a, v));
  }

  /** {@code batch x heads x time x columns} as {@code batch x time x heads * columns}. */
  private static String joined(Site s, String x) {
    return s.reshape(s.transpose(x, 0, 2, 1, 3), s.shape().sizes());
  }

  static String softmax(Site s, int heads, boolean causal) {
    String x = split(s, 0, heads);
    Attributes overKeys = Attributes.of("axis", -1);
    if (s.inputs() < 2 && !causal) {
      return s.reshape(s.node("Softmax", overKeys, x), s.shape().sizes());
    }
    int queries = time(s, 0);
    int keys = s.shape(0).columns() / heads;
    String visible = s.inputs() > 1 ? s.reshape(s.in(1), 1, 1, keys) : null;
    if (causal) {
      String past = past(s, queries, keys);
      visible = visible == null ? past : s.node("Mul", visible, past);
    }
    String open = s.node("Cast", Attributes.of("to", BOOLEAN), visible);
    String y = s.node("Softmax", overKeys, s.node("Where", open, x, s.number(HIDDEN)));
    return s.reshape(s.node("Mul", y, visible), s.shape().sizes());
  }

  /** 1 where a key is not later than the query, else 0. */
  private static String past(Site s, int queries, int keys) {
    float[] past = new float[queries * keys];
    for (int i = 0; i < past.length; i++) {
      past[i] = i % keys <= i / keys ? 1 : 0;
    }
    return s.floats("past", past, 1, queries, 1, keys);
  }

  static String sinusoids(Site s, double base) {
    int time = s.shape().size(0);
    int columns = s.shape().columns();
    float[] table = new float[time * columns];
    for (int i = 0; i < table.length; i++) {
      int c = i % columns;
      double angle = i / columns / Math.pow(base, (double) (c - c % 2) / columns);
      table[i] = (float) (c % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
    }
    return s.floats("sinusoids", table, time, columns);
  }
}
