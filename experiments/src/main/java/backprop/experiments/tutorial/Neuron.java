// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

import backprop.engine.backend.Matrix;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Forward pass, error, backward pass, update, repeat: one neuron. */
final class Neuron implements Chapter {
  private static final double X1 = 0.5;
  private static final double X2 = -1;
  private static final double TARGET = 1;
  private static final double RATE = 2;
  private static final int STEPS = 30;

  @Override
  public String name() {
    return "neuron";
  }

  @Override
  public String title() {
    return "One neuron, number by number";
  }

  @Override
  public void write(Page page) {
    try (Lab lab = new Lab()) {
      Network net = lab.network(Shape.of(2), "dense(1, sigmoid)", "mean-squared-error", 1);
      net.parameters().buffer().write(0, new double[] {0.8, 0.3, 0.1}, 0, 3);
      Matrix gradients = net.newVector();
      Program program = net.trainingProgram(gradients, 1);
      program.input().buffer().write(program.input().offset(), new double[] {X1, X2}, 0, 2);
      page.text(
          "A neuron multiplies each input by a weight, adds a bias, and puts the sum through an"
              + " activation function. Here: two inputs, the sigmoid, and the square of the"
              + " difference to the wanted output as the error. The numbers are those of the"
              + " library itself, in double precision; check any of them with a pocket calculator.");
      step(page, net, program, gradients);
      page.text(
          "The new weights give an output nearer to the target. Now the same again, and again:"
              + " that is all of training.");
      List<double[]> curve = new ArrayList<>();
      List<List<String>> rows = new ArrayList<>();
      for (int i = 1; i <= STEPS; i++) {
        double loss = forward(program);
        backward(program);
        curve.add(new double[] {i, loss});
        if (i <= 3 || i % 10 == 0) {
          double[] w = net.parameters().toArray();
          rows.add(
              List.of(
                  String.valueOf(i + 1),
                  Say.exact(w[0]),
                  Say.exact(w[1]),
                  Say.exact(w[2]),
                  Say.exact(loss)));
        }
        update(net, gradients);
      }
      page.table(List.of("step", "w1", "w2", "b", "error E"), rows);
      page.chart("The error falls", "step", true, Map.of("error", curve));
    }
  }

  private static double forward(Program program) {
    program.target().buffer().write(program.target().offset(), new double[] {TARGET}, 0, 1);
    program.forward();
    return program.loss().toArray()[0];
  }

  private static void backward(Program program) {
    program.lossGradient().buffer().write(program.lossGradient().offset(), new double[] {1}, 0, 1);
    program.backward(false);
  }

  private static void update(Network net, Matrix gradients) {
    net.kernels().axpby(-RATE, gradients, 1, net.parameters());
  }

  private static void step(Page page, Network net, Program program, Matrix gradients) {
    double[] w = net.parameters().toArray();
    double sum = w[0] * X1 + w[1] * X2 + w[2];
    double loss = forward(program);
    double y = 1 / (1 + Math.exp(-sum));
    backward(program);
    double[] g = gradients.toArray();
    page.text("Forward pass: from the inputs to the error.");
    page.formulas(
        "sum    z = w1*x1 + w2*x2 + b",
        "         = " + w[0] + "*" + X1 + " + " + w[1] + "*(" + X2 + ") + " + w[2],
        "         = " + Say.exact(sum),
        "output y = 1 / (1 + e^-z)   = " + Say.exact(y),
        "error  E = (y - t)^2",
        "         = (" + Say.exact(y) + " - 1)^2",
        "         = " + Say.exact(loss));
    page.text(
        "Backward pass: how much would the error change if something changed a little? The chain"
            + " rule answers from the end to the beginning; each line needs only the line before.");
    double dy = 2 * (y - TARGET);
    double dz = dy * y * (1 - y);
    page.formulas(
        "dE/dy  = 2*(y - t)          = " + Say.exact(dy),
        "dE/dz  = dE/dy * y*(1 - y)  = " + Say.exact(dz),
        "dE/dw1 = dE/dz * x1         = " + Say.exact(g[0]),
        "dE/dw2 = dE/dz * x2         = " + Say.exact(g[1]),
        "dE/db  = dE/dz              = " + Say.exact(g[2]));
    update(net, gradients);
    double[] after = net.parameters().toArray();
    page.text("Update: each weight takes a step downhill, here with the learning rate 2.");
    page.formulas(
        "w1 = " + w[0] + " - 2*(" + Say.exact(g[0]) + ") = " + Say.exact(after[0]),
        "w2 = " + w[1] + " - 2*(" + Say.exact(g[1]) + ") = " + Say.exact(after[1]),
        "b  = " + w[2] + " - 2*(" + Say.exact(g[2]) + ") = " + Say.exact(after[2]));
  }
}
