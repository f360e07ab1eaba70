// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import backprop.engine.activation.Elu;
import backprop.engine.activation.Gelu;
import backprop.engine.activation.LeakyRelu;
import backprop.engine.activation.Relu;
import backprop.engine.activation.Selu;
import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Softplus;
import backprop.engine.activation.Tanh;
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
    line(LeakyRelu.class, (f, s, x) -> s.node("LeakyRelu", Attributes.of("alpha", f.slope()), x));
    line(Elu.class, (f, s, x) -> s.node("Elu", Attributes.of("alpha", f.alpha()), x));
    line(Selu.class, (f, s, x) -> s.node("Selu", selu(f), x));
    line(Gelu.class, (f, s, x) -> gelu(s, x));
    line(Tanh.class, (f, s, x) -> s.node("Tanh", x));
    line(Sigmoid.class, (f, s, x) -> s.node("Sigmoid", x));
    line(Softplus.class, (f, s, x) -> s.node("Softplus", x));
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
