// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

import backprop.engine.graph.Shape;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.schedule.Progress;
import backprop.engine.schedule.Schedule;
import backprop.engine.train.Examples;
import backprop.engine.train.Trainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Learning rates and their schedules. */
final class LearningRates implements Chapter {
  private static final int EPOCHS = 60;

  @Override
  public String name() {
    return "rates";
  }

  @Override
  public String title() {
    return "The learning rate and its schedule";
  }

  @Override
  public void write(Page page) throws InterruptedException {
    page.text(
        "On the parabola E = a/2 * w^2 a step of gradient descent multiplies w by 1 - rate*a. So it"
            + " comes down for every rate below 2/a, fastest at 1/a, and flies off above 2/a. With"
            + " a = 1, from w = 1:");
    List<List<String>> rows = new ArrayList<>();
    for (double rate : new double[] {0.1, 0.5, 1, 1.9, 2.1}) {
      List<String> row = new ArrayList<>();
      row.add("rate " + rate);
      double w = 1;
      for (int i = 1; i <= 20; i++) {
        w -= rate * w;
        if (i == 1 || i == 2 || i == 5 || i == 20) {
          row.add(Say.short3(w));
        }
      }
      rows.add(row);
    }
    page.table(List.of("w after steps", "1", "2", "5", "20"), rows);
    page.text(
        "A network is steep in some directions and flat in others, so one rate must do for all: too"
            + " low and it crawls, too high and it jumps about. A schedule begins high and ends"
            + " low.");
    Map<String, List<double[]>> schedules = new LinkedHashMap<>();
    for (String text :
        List.of("0.02", "cosine(0.03)", "warm-up(10, cosine(0.03))", "step(0.03, 0.3, 20)")) {
      Schedule s = Catalogs.parse(Schedule.class, text);
      Progress p = new Progress(4, EPOCHS);
      List<double[]> points = new ArrayList<>();
      for (int i = 0; i < 4 * EPOCHS; i++) {
        p.moveTo(i);
        points.add(new double[] {i / 4.0, s.at(p)});
      }
      schedules.put(text, points);
    }
    page.chart("Schedules: learning rate", "epoch", false, schedules);
    try (Lab lab = new Lab()) {
      Examples training = lab.moons(120, 0.15, 0, 31);
      Map<String, List<double[]>> curves = new LinkedHashMap<>();
      List<List<String>> table = new ArrayList<>();
      List<String> rates = new ArrayList<>(List.of("0.0001", "0.01", "0.5"));
      rates.addAll(List.of("cosine(0.03)", "warm-up(10, cosine(0.03))"));
      for (String rate : rates) {
        Network net =
            lab.network(
                Shape.of(2),
                "chain(dense(24, tanh), dense(24, tanh), dense(2))",
                "cross-entropy",
                6);
        Trainer.Result r =
            lab.train(net, new Lab.Plan(EPOCHS, 30, "adam(" + rate + ")"), training, null);
        curves.put("adam(" + rate + ")", Lab.losses(r));
        table.add(
            List.of(
                "adam(" + rate + ")",
                Say.short3(r.history().get(14).trainingLoss()),
                Say.short3(Lab.last(r).trainingLoss())));
      }
      page.chart("The same network with different rates: training loss", "epoch", true, curves);
      page.table(List.of("loss after", "epoch 15", "epoch " + EPOCHS), table);
    }
  }
}
