// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

import backprop.engine.backend.Matrix;
import backprop.engine.graph.Program;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.network.Network;
import backprop.engine.train.Examples;
import backprop.engine.train.Trainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gradients that vanish or explode on their way through many layers, and what helps. */
final class DeepGradients implements Chapter {
  private static final int DEPTH = 12;
  private static final int ROWS = 64;
  private static final int WIDTH = 16;

  @Override
  public String name() {
    return "deep";
  }

  @Override
  public String title() {
    return "Vanishing and exploding gradients";
  }

  @Override
  public void write(Page page) throws InterruptedException {
    try (Lab lab = new Lab()) {
      page.text(
          "On its way back a gradient is multiplied, in each layer, by weights and by the slope of"
              + " the activation. The sigmoid's slope is at most 0.25: after twelve layers next to"
              + " nothing is left for the first one. With weights that are too large the product"
              + " grows instead. The chart shows the root mean square of the gradients of each"
              + " layer's weights, before any training.");
      Map<String, String> networks = new LinkedHashMap<>();
      networks.put("sigmoid", "dense(16, sigmoid)");
      networks.put("tanh", "dense(16, tanh)");
      networks.put("relu, He's weights", "dense(16, relu)");
      networks.put("tanh, weights too small", "dense(16, tanh, weights=orthogonal(0.3))");
      networks.put("relu, weights too large", "dense(16, relu, weights=orthogonal(4))");
      networks.put("sigmoid and batch-norm", "dense(16, sigmoid), batch-norm");
      networks.put("residual tanh", "residual(dense(16, tanh))");
      Examples rows = lab.moons(ROWS, 0.1, 0, 5);
      Map<String, List<double[]>> lines = new LinkedHashMap<>();
      List<List<String>> table = new ArrayList<>();
      for (Map.Entry<String, String> e : networks.entrySet()) {
        Network net = lab.network(Shape.of(2), chain(e.getValue()), "cross-entropy", 2);
        List<double[]> points = gradients(net, rows);
        lines.put(e.getKey(), points);
        double first = points.get(0)[1];
        double last = points.get(points.size() - 1)[1];
        table.add(
            List.of(e.getKey(), Say.short3(first), Say.short3(last), Say.short3(first / last)));
      }
      page.chart("Gradients of the weights by layer, from the input", "layer", true, lines);
      page.table(List.of(DEPTH + " layers of", "first layer", "last layer", "ratio"), table);
      page.text(
          "Cures: activations whose slope is 1 where they are active (ReLU), first weights whose"
              + " size suits width and activation (He, Glorot, orthogonal), normalization between"
              + " layers, paths around layers (residual). The first layers of a network that gets"
              + " no gradients stay as they are:");
      Map<String, List<double[]>> curves = new LinkedHashMap<>();
      for (String cure : List.of("sigmoid", "relu, He's weights", "residual tanh")) {
        Network net = lab.network(Shape.of(2), chain(networks.get(cure)), "cross-entropy", 2);
        Trainer.Result r = lab.train(net, new Lab.Plan(60, 16, "sgd(0.05)"), rows, null);
        curves.put(cure, Lab.losses(r));
      }
      page.chart("Twelve layers, 60 epochs of gradient descent: loss", "epoch", true, curves);
      clipping(page, lab, rows);
    }
  }

  private static void clipping(Page page, Lab lab, Examples rows) throws InterruptedException {
    page.text(
        "Against gradients that explode now and then there is clipping: where all gradients"
            + " together are longer than a limit, they are scaled down to it. The direction stays,"
            + " the step becomes an ordinary one. Here with weights that start too large:");
    Map<String, List<double[]>> curves = new LinkedHashMap<>();
    for (String optimizer : List.of("sgd(0.05)", "clip-by-global-norm(1, sgd(0.05))")) {
      Network net =
          lab.network(
              Shape.of(2),
              "chain("
                  + "dense(16, tanh, weights=orthogonal(3)), ".repeat(4)
                  + "dense(2, weights=orthogonal(8)))",
              "cross-entropy",
              2);
      curves.put(
          optimizer, Lab.losses(lab.train(net, new Lab.Plan(60, 16, optimizer), rows, null)));
    }
    page.chart("Without and with clipping: loss", "epoch", true, curves);
  }

  private static String chain(String block) {
    return "chain(dense(" + WIDTH + ", tanh), " + (block + ", ").repeat(DEPTH) + "dense(2))";
  }

  /** Root mean square of the gradients of each weight matrix, in the order of the layers. */
  private static List<double[]> gradients(Network net, Examples rows) {
    Matrix gradients = net.newVector();
    Program program = net.trainingProgram(gradients, ROWS);
    int[] order = order();
    rows.load(order, 0, ROWS, program);
    program.forward();
    program.backward(false);
    List<double[]> points = new ArrayList<>();
    List<Slot> weights = new ArrayList<>();
    for (Slot s : net.layout().slots()) {
      if (s.role() == Role.WEIGHT) {
        weights.add(s);
      }
    }
    weights.sort(java.util.Comparator.comparingInt(s -> index(s.path())));
    for (Slot s : weights) {
      Matrix g = gradients.columns(s.offset(), s.size());
      points.add(
          new double[] {points.size() + 1, Math.sqrt(net.kernels().sumOfSquares(g) / s.size())});
    }
    return points;
  }

  private static int index(String path) {
    return Integer.parseInt(path.replaceFirst("-.*", ""));
  }

  private static int[] order() {
    int[] order = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      order[i] = i;
    }
    return order;
  }
}
