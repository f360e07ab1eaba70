// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimization;
import backprop.engine.regularize.Regularization;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.Examples;
import backprop.engine.train.TrainSpec;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Small trainings to look into. */
final class Traced {
  static final int ROWS = 6;

  private static final Pattern PLACE = Pattern.compile("\\{(\\d+)\\.(\\d+)}");

  private Traced() {}

  /** A network on the reference backend, initialized. */
  static Network network(Shape input, Layer body, Loss loss) {
    Kernels k = Backends.choose("reference").backend().open(1);
    Network network = new Network(new NetworkSpec(input, body, loss), k);
    network.initialize(1);
    return network;
  }

  /** A network of layers as text. */
  static Network network(int inputs, String layers, String loss) {
    return network(
        Shape.of(inputs),
        Catalogs.parse(Layer.class, "chain(" + layers + ")"),
        Catalogs.parse(Loss.class, loss));
  }

  /** Rows that a network takes; indices where it looks them up. */
  static Examples rows(Network network, boolean indices) {
    int in = network.spec().input().elements();
    int out = network.target().elements();
    Examples rows = new Examples(network.kernels(), ROWS, in, out);
    RandomStream random = new RandomStream(RandomStream.key(7));
    for (int i = 0; i < ROWS; i++) {
      float[] x = new float[in];
      float[] t = new float[out];
      for (int j = 0; j < in; j++) {
        x[j] = indices ? (i + j) % 4 : (float) (2 * random.nextDouble() - 1);
      }
      for (int j = 0; j < out; j++) {
        t[j] = (i + j) % 2;
      }
      rows.set(i, x, t, 1);
    }
    return rows;
  }

  static TrainSpec spec(String optimizer, String regularizers, int batch) {
    return TrainSpec.of(
        4,
        batch,
        Catalogs.parse(Optimization.class, optimizer),
        regularizers.isEmpty()
            ? List.of()
            : Catalogs.texts().parseList(Regularization.class, regularizers),
        EarlyStopping.never(),
        1);
  }

  static Trace.About about() {
    return new Trace.About("a test", "6 rows", "", "", "", 1, "0", List.of(), List.of(), List.of());
  }

  static Trace trace(Network network, TrainSpec spec, Examples rows, int steps, int... chosen)
      throws InterruptedException {
    return new Tracer(network, spec, rows, Limits.usual(), chosen)
        .trace(steps, about(), i -> i + 1, null);
  }

  /**
   * Does the arithmetic of every line.
   *
   * @return how many lines said no more than arithmetic
   */
  static int checkArithmetic(Trace trace) {
    int checked = 0;
    for (Frame f : trace.frames()) {
      for (Section s : trace.script().of(f.rows().size())) {
        for (Line l : s.lines()) {
          double result = Numbers.value(l.result(), f);
          assertTrue(Double.isFinite(result), () -> "no result: " + s.title() + ", " + l);
          OptionalDouble said =
              l.numbers().isEmpty()
                  ? OptionalDouble.empty()
                  : Arithmetic.value(exactly(l.numbers(), f));
          if (said.isPresent()) {
            double scale = Math.max(1, Math.abs(result));
            assertEquals(said.getAsDouble(), result, 1e-9 * scale, () -> TraceText.written(l, f));
            checked++;
          }
        }
      }
    }
    return checked;
  }

  /** The numbers of a line with all their digits. */
  private static String exactly(String text, Frame f) {
    Matcher m = PLACE.matcher(text);
    StringBuilder s = new StringBuilder();
    while (m.find()) {
      double x = f.number(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)));
      m.appendReplacement(s, "(" + x + ")");
    }
    return m.appendTail(s).toString();
  }
}
