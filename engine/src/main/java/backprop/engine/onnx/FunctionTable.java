// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import backprop.engine.activation.Celu;
import backprop.engine.activation.ClippedRelu;
import backprop.engine.activation.Cube;
import backprop.engine.activation.Elu;
import backprop.engine.activation.Exponential;
import backprop.engine.activation.Gelu;
import backprop.engine.activation.GeluTanh;
import backprop.engine.activation.HardShrink;
import backprop.engine.activation.HardSigmoid;
import backprop.engine.activation.HardSwish;
import backprop.engine.activation.HardTanh;
import backprop.engine.activation.LeakyRelu;
import backprop.engine.activation.LogSigmoid;
import backprop.engine.activation.Mish;
import backprop.engine.activation.RationalTanh;
import backprop.engine.activation.Relu;
import backprop.engine.activation.Selu;
import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Sine;
import backprop.engine.activation.SoftShrink;
import backprop.engine.activation.Softplus;
import backprop.engine.activation.Softsign;
import backprop.engine.activation.Square;
import backprop.engine.activation.Swish;
import backprop.engine.activation.Tanh;
import backprop.engine.activation.TanhShrink;
import backprop.engine.activation.ThresholdedRelu;
import backprop.engine.backend.Elementwise;
import java.util.LinkedHashMap;
import java.util.Map;

/** How each function of one number is written in ONNX: one line per function. */
final class FunctionTable {
  /** Writes {@code f(x)} and gives its name. */
  interface Writer<F> {
    String write(F function, Site s, String x);
  }

  private final Map<Class<?>, Writer<Elementwise>> lines = new LinkedHashMap<>();

  FunctionTable() {
    line(Relu.class, (f, s, x) -> s.node("Relu", x));
    line(LeakyRelu.class, (f, s, x) -> s.node("LeakyRelu", alpha(f.slope()), x));
    line(Elu.class, (f, s, x) -> s.node("Elu", alpha(f.alpha()), x));
    line(Selu.class, (f, s, x) -> s.node("Selu", selu(f), x));
    line(Gelu.class, (f, s, x) -> gelu(s, x));
    line(Tanh.class, (f, s, x) -> s.node("Tanh", x));
    line(Sigmoid.class, (f, s, x) -> s.node("Sigmoid", x));
    line(Softplus.class, (f, s, x) -> s.node("Softplus", x));
    line(ClippedRelu.class, (f, s, x) -> clip(s, x, 0, f.maximum()));
    line(HardTanh.class, (f, s, x) -> clip(s, x, f.low(), f.high()));
    line(ThresholdedRelu.class, (f, s, x) -> s.node("ThresholdedRelu", alpha(f.threshold()), x));
    line(Celu.class, (f, s, x) -> s.node("Celu", alpha(f.alpha()), x));
    line(GeluTanh.class, (f, s, x) -> geluTanh(s, x));
    line(Swish.class, (f, s, x) -> times(s, x, s.node("Sigmoid", times(s, x, f.beta()))));
    line(HardSwish.class, (f, s, x) -> s.node("HardSwish", x));
    line(Mish.class, (f, s, x) -> times(s, x, s.node("Tanh", s.node("Softplus", x))));
    line(RationalTanh.class, (f, s, x) -> rationalTanh(s, x));
    line(TanhShrink.class, (f, s, x) -> s.node("Sub", x, s.node("Tanh", x)));
    line(HardSigmoid.class, (f, s, x) -> s.node("HardSigmoid", hardSigmoid(f), x));
    line(LogSigmoid.class, (f, s, x) -> s.node("Neg", s.node("Softplus", s.node("Neg", x))));
    line(Softsign.class, (f, s, x) -> s.node("Softsign", x));
    line(SoftShrink.class, (f, s, x) -> shrink(s, x, f.threshold(), f.threshold()));
    line(HardShrink.class, (f, s, x) -> shrink(s, x, f.threshold(), 0));
    line(Sine.class, (f, s, x) -> s.node("Sin", times(s, x, f.frequency())));
    line(Square.class, (f, s, x) -> times(s, x, x));
    line(Cube.class, (f, s, x) -> times(s, x, times(s, x, x)));
    line(Exponential.class, (f, s, x) -> s.node("Exp", x));
  }

  private <F extends Elementwise> void line(Class<F> type, Writer<F> writer) {
    lines.put(type, (f, s, x) -> writer.write(type.cast(f), s, x));
  }

  /** Writes a function, or refuses it by name. */
  String write(Elementwise f, Site s, String x) {
    Writer<Elementwise> w = lines.get(f.getClass());
    if (w == null) {
      throw s.refused("");
    }
    return w.write(f, s, x);
  }

  private static Attributes alpha(double alpha) {
    return Attributes.of("alpha", alpha);
  }

  private static Attributes hardSigmoid(HardSigmoid f) {
    return alpha(f.slope()).with("beta", 0.5);
  }

  private static String times(Site s, String x, double factor) {
    return s.node("Mul", x, s.number(factor));
  }

  private static String times(Site s, String x, String y) {
    return s.node("Mul", x, y);
  }

  private static String plus(Site s, String x, double more) {
    return s.node("Add", x, s.number(more));
  }

  private static String clip(Site s, String x, double low, double high) {
    return s.node("Clip", x, s.scalar(low), s.scalar(high));
  }

  private static String shrink(Site s, String x, double threshold, double bias) {
    return s.node("Shrink", Attributes.of("lambd", threshold).with("bias", bias), x);
  }

  /** {@code x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2}. */
  private static String geluTanh(Site s, String x) {
    String cube = times(s, times(s, x, times(s, x, x)), 0.044715);
    String u = times(s, s.node("Add", x, cube), Math.sqrt(2 / Math.PI));
    return times(s, x, times(s, plus(s, s.node("Tanh", u), 1), 0.5));
  }

  /** {@code 1.7159 * sign(x) * (1 - 1 / (1 + a + a^2 + 1.41645 * a^4))}, {@code a = 2/3 * |x|}. */
  private static String rationalTanh(Site s, String x) {
    String a = clip(s, times(s, s.node("Abs", x), 2.0 / 3), 0, 1e6);
    String squared = times(s, a, a);
    String fourth = times(s, times(s, squared, squared), 1.41645);
    String sum = s.node("Add", s.node("Add", a, squared), fourth);
    String part = s.node("Div", sum, plus(s, sum, 1));
    return times(s, times(s, s.node("Sign", x), part), 1.7159);
  }

  private static Attributes selu(Selu f) {
    return Attributes.of("alpha", f.alpha()).with("gamma", f.scale());
  }

  /** {@code x * (1 + erf(x / sqrt 2)) / 2}: there is an operator only from version 20 on. */
  private static String gelu(Site s, String x) {
    String erf = s.node("Erf", s.node("Mul", x, s.number(Math.sqrt(0.5))));
    String normal = s.node("Mul", s.node("Add", erf, s.number(1)), s.number(0.5));
    return s.node("Mul", x, normal);
  }
}
