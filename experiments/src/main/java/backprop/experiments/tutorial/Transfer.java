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

/** What was learned on one task helps on another. */
final class Transfer implements Chapter {
  private static final String LAYERS = "chain(dense(24, tanh), dense(24, tanh), dense(2))";

  @Override
  public String name() {
    return "transfer";
  }

  @Override
  public String title() {
    return "Transfer: beginning with what another task has taught";
  }

  @Override
  public void write(Page page) throws InterruptedException {
    try (Lab lab = new Lab()) {
      page.text(
          "Backpropagation improves whatever weights it begins with. Where there are few rows for a"
              + " task but many for a similar one, it can begin with the weights of a network for"
              + " that. Here: 1,000 rows of two half moons, then 16 rows of moons that are turned"
              + " by 20 degrees; judged by 400 more of the latter.");
      Network first = lab.network(Shape.of(2), LAYERS, "cross-entropy", 3);
      lab.train(first, new Lab.Plan(15, 50, "adam(0.01)"), lab.moons(1000, 0.12, 0, 41), null);
      Examples few = lab.moons(16, 0.12, 0.35, 42);
      Examples others = lab.moons(400, 0.12, 0.35, 43);
      Map<String, List<double[]>> curves = new LinkedHashMap<>();
      List<List<String>> table = new ArrayList<>();
      for (String way : List.of("from new weights", "from the first task")) {
        Network net = lab.network(Shape.of(2), LAYERS, "cross-entropy", 5);
        if (way.startsWith("from the")) {
          net.copyFrom(first);
        }
        Trainer.Result r = lab.train(net, new Lab.Plan(40, 8, "adam(0.002)"), few, others);
        curves.put(way, Lab.validationLosses(r));
        List<double[]> points = Lab.validationLosses(r);
        table.add(
            List.of(
                way, Say.short3(points.get(0)[1]), Say.short3(points.get(points.size() - 1)[1])));
      }
      page.chart("Loss on turned moons never seen", "epoch", true, curves);
      page.table(List.of("16 rows", "after epoch 1", "after epoch 40"), table);
    }
  }
}
