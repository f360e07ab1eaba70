// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

import backprop.engine.graph.Shape;
import backprop.engine.network.Network;
import backprop.engine.train.Examples;
import backprop.engine.train.Trainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Methods that know about curvature. */
final class SecondOrder implements Chapter {
  private static final int ITERATIONS = 60;

  @Override
  public String name() {
    return "second-order";
  }

  @Override
  public String title() {
    return "Second order: using the curvature";
  }

  @Override
  public void write(Page page) throws InterruptedException {
    page.text(
        "The gradient says which way is down, the second derivatives how far it goes on like that."
            + " On the parabola E = a/2 * w^2 Newton's step, gradient divided by curvature, is"
            + " w - a*w/a = 0: the minimum at once, whatever a is. For a network the matrix of"
            + " second derivatives is too large to write down, but its product with a vector costs"
            + " about two backward passes (Newton-CG), and L-BFGS estimates it from the gradients of"
            + " earlier steps. Both take all rows at once; for some hundred rows and a small network"
            + " they need few iterations.");
    try (Lab lab = new Lab()) {
      Examples rows = lab.moons(100, 0.1, 0, 51);
      Map<String, List<double[]>> curves = new LinkedHashMap<>();
      List<List<String>> table = new ArrayList<>();
      for (String optimizer :
          List.of("sgd(0.5)", "adam(0.02)", "conjugate-gradient", "lbfgs", "newton-cg")) {
        Network net =
            lab.network(Shape.of(2), "chain(dense(10, tanh), dense(2))", "cross-entropy", 8);
        Trainer.Result r =
            lab.train(
                net, new Lab.Plan(ITERATIONS, 0, optimizer, "l2(0.0005)", 0, "none"), rows, null);
        List<double[]> points = Lab.losses(r);
        curves.put(optimizer, points);
        table.add(
            List.of(
                optimizer,
                Say.short3(points.get(Math.min(9, points.size() - 1))[1]),
                Say.short3(points.get(points.size() - 1)[1])));
      }
      page.chart("All rows in every step: loss", "iteration", true, curves);
      page.table(List.of("optimizer", "after 10", "at the end"), table);
    }
  }
}
