// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

import backprop.engine.graph.Shape;
import backprop.engine.network.Network;
import backprop.engine.network.Predictions;
import backprop.engine.train.Examples;
import backprop.engine.train.Trainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why layers: XOR. */
final class HiddenLayer implements Chapter {
  private static final float[][] INPUTS = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
  private static final float[][] TARGETS = {{0}, {1}, {1}, {0}};

  @Override
  public String name() {
    return "layers";
  }

  @Override
  public String title() {
    return "Layers: what one neuron cannot do";
  }

  @Override
  public void write(Page page) throws InterruptedException {
    try (Lab lab = new Lab()) {
      page.text(
          "XOR is 1 where exactly one input is 1. No single neuron computes it: it would have to"
              + " cut the four points apart with one straight line. A hidden layer of four neurons"
              + " does it, and backpropagation finds how: the derivative of each hidden output is"
              + " the sum, over all neurons that it feeds, of their derivatives times the weights"
              + " between.");
      page.formulas(
          "dE/dh_j = sum over k of dE/dz_k * w_jk        (the same line again, a layer down)");
      Examples rows = lab.rows(INPUTS, TARGETS);
      Map<String, List<double[]>> curves = new LinkedHashMap<>();
      List<List<String>> table = new ArrayList<>();
      for (String layers : List.of("dense(1)", "chain(dense(4, tanh), dense(1))")) {
        Network net = lab.network(Shape.of(2), layers, "binary-cross-entropy", 3);
        Trainer.Result r = lab.train(net, new Lab.Plan(300, 0, "adam(0.05)"), rows, null);
        curves.put(layers, Lab.losses(r));
        double[] p = Predictions.of(net, inputs(lab)).toArray();
        table.add(
            List.of(
                layers, Say.short3(p[0]), Say.short3(p[1]), Say.short3(p[2]), Say.short3(p[3])));
      }
      page.table(List.of("chance of 1 for", "0 0", "0 1", "1 0", "1 1"), table);
      page.chart("XOR without and with a hidden layer: loss", "epoch", true, curves);
    }
  }

  private static backprop.engine.backend.Matrix inputs(Lab lab) {
    backprop.engine.backend.Matrix x =
        backprop.engine.backend.Matrix.of(lab.kernels().allocate(8), 4, 2);
    for (int i = 0; i < 4; i++) {
      x.buffer().write(2 * i, INPUTS[i], 0, 2);
    }
    return x;
  }
}
