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

/** Overfitting, and what helps. */
final class FittingByHeart implements Chapter {
  private static final int EPOCHS = 150;
  private static final String PLAIN = "chain(dense(48, relu), dense(48, relu), dense(2))";
  private static final String DROPPED =
      "chain(dense(48, relu), dropout(0.4), dense(48, relu), dropout(0.4), dense(2))";

  /** A way to train. */
  private record Way(String name, String layers, Lab.Plan plan) {}

  @Override
  public String name() {
    return "overfitting";
  }

  @Override
  public String title() {
    return "Overfitting: knowing the rows by heart";
  }

  @Override
  public void write(Page page) throws InterruptedException {
    try (Lab lab = new Lab()) {
      page.text(
          "Two half moons that lie partly on one another: 60 rows to learn from, 400 to judge by."
              + " A network with more than two thousand weights soon learns the 60 by heart, the"
              + " odd ones included. Its training loss goes to 0 while the loss on rows that it has"
              + " never seen goes up.");
      Examples training = lab.moons(60, 0.3, 0, 21);
      Examples validation = lab.moons(400, 0.3, 0, 22);
      List<List<String>> table = new ArrayList<>();
      Map<String, List<double[]>> curves = new LinkedHashMap<>();
      for (Way way : ways()) {
        Network net = lab.network(Shape.of(2), way.layers(), "cross-entropy", 4);
        Trainer.Result r = lab.train(net, way.plan(), training, validation);
        if (way.name().equals("nothing")) {
          Map<String, List<double[]>> gap = new LinkedHashMap<>();
          gap.put("training rows", Lab.losses(r));
          gap.put("rows never seen", Lab.validationLosses(r));
          page.chart("The gap: loss", "epoch", true, gap);
          page.text("What helps, each against the same network:");
        }
        curves.put(way.name(), Lab.validationLosses(r));
        int kept = way.plan().patience() > 0 ? r.bestEpoch() : r.history().size();
        table.add(
            List.of(
                way.name(),
                String.valueOf(kept),
                Say.short3(r.history().get(kept - 1).trainingLoss()),
                Say.short3(r.history().get(kept - 1).validationLoss())));
      }
      page.table(List.of("against overfitting", "epoch", "training", "never seen"), table);
      page.chart("Loss on rows never seen", "epoch", true, curves);
      page.text(
          "L2 adds the squares of the weights to the loss, so that each weight shrinks a little in"
              + " each step; L1 adds their absolute values, which makes many of them 0. Dropout"
              + " hides units at random, so that none can rely on one other. Early stopping keeps"
              + " the weights of the best epoch. Augmentation makes every epoch see rows that are a"
              + " little different. The library says it in one line after such a training, and"
              + " which option to try: `./backprop doctor`.");
    }
  }

  private static List<Way> ways() {
    String adam = "adam(0.01)";
    return List.of(
        new Way("nothing", PLAIN, new Lab.Plan(EPOCHS, 20, adam)),
        new Way("l1(0.003)", PLAIN, new Lab.Plan(EPOCHS, 20, adam, "l1(0.003)", 0, "none")),
        new Way("l2(0.02)", PLAIN, new Lab.Plan(EPOCHS, 20, adam, "l2(0.02)", 0, "none")),
        new Way("dropout(0.4)", DROPPED, new Lab.Plan(EPOCHS, 20, adam)),
        new Way("early stopping", PLAIN, new Lab.Plan(EPOCHS, 20, adam, "none", 15, "none")),
        new Way("noise(0.3)", PLAIN, new Lab.Plan(EPOCHS, 20, adam, "none", 0, "noise(0.3)")));
  }
}
