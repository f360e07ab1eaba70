// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Shape;
import backprop.engine.network.InputGradients;
import backprop.engine.network.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Recurrence through time and attention, and how far back their gradients reach. */
final class Sequences implements Chapter {
  private static final int STEPS = 40;
  private static final int FEATURES = 4;
  private static final int ROWS = 50;

  @Override
  public String name() {
    return "sequences";
  }

  @Override
  public String title() {
    return "Through time: recurrence and attention";
  }

  @Override
  public void write(Page page) throws InterruptedException {
    page.text(
        "A recurrent layer reads a sequence step by step and carries a state along. Unrolled, it is"
            + " a network as deep as the sequence is long, whose layers share their weights; its"
            + " backward pass goes back through time. With one unit, weight u for the state and w"
            + " for the input, and no activation, a step far back counts less and less where u is"
            + " below 1:");
    page.formulas(
        "h_t = u*h_(t-1) + w*x_t",
        "dh_T/dx_t = w * u^(T-t)        u = 0.8, w = 1:  1, 0.8, 0.64, ..., after 20 steps "
            + Say.short3(Math.pow(0.8, 20)));
    page.text(
        "An LSTM carries a second state that is only multiplied by a gate near 1 and added to, so"
            + " that gradients survive longer. Attention needs no state: the last step looks at"
            + " all others directly, with weights that it computes, and each is one hop away. The"
            + " chart shows how much the loss depends on the input of each step, before any"
            + " training: the mean absolute gradient.");
    Map<String, String> networks = new LinkedHashMap<>();
    networks.put("rnn", "chain(rnn(16), dense(1))");
    networks.put("gru", "chain(gru(16), dense(1))");
    networks.put("lstm", "chain(lstm(16), dense(1))");
    networks.put("attention", "chain(dense(16), attention(2), global-average-pool, dense(1))");
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    List<List<String>> table = new ArrayList<>();
    try (Lab lab = new Lab()) {
      for (Map.Entry<String, String> e : networks.entrySet()) {
        Network net = lab.network(Shape.of(STEPS, FEATURES), e.getValue(), "mean-squared-error", 9);
        List<double[]> points = byStep(lab, net);
        lines.put(e.getKey(), points);
        table.add(
            List.of(
                e.getKey(),
                Say.short3(points.get(0)[1]),
                Say.short3(points.get(STEPS - 1)[1]),
                Say.short3(points.get(0)[1] / points.get(STEPS - 1)[1])));
      }
    }
    page.chart("Gradient of the loss by step of the input", "step", true, lines);
    page.table(List.of("layer", "first step", "last step", "ratio"), table);
  }

  private static List<double[]> byStep(Lab lab, Network net) {
    int columns = STEPS * FEATURES;
    RandomStream random = new RandomStream(13);
    double[] x = new double[ROWS * columns];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian();
    }
    Matrix inputs = Matrix.of(lab.kernels().allocate(x.length), ROWS, columns);
    inputs.buffer().write(0, x, 0, x.length);
    Matrix targets = Matrix.of(lab.kernels().allocate(ROWS), ROWS, 1);
    lab.kernels().fill(3, targets);
    double[] g = new InputGradients(net, ROWS).of(inputs, targets);
    double[] sums = new double[STEPS];
    for (int i = 0; i < g.length; i++) {
      sums[i % columns / FEATURES] += Math.abs(g[i]) / (ROWS * FEATURES);
    }
    List<double[]> points = new ArrayList<>();
    for (int t = 0; t < STEPS; t++) {
      points.add(new double[] {t + 1, sums[t]});
    }
    return points;
  }
}
