// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.network.Catalogs;
import backprop.engine.optimize.Optimization;
import backprop.engine.optimize.Optimizer;
import backprop.engine.optimize.Parameters;
import backprop.engine.schedule.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Optimizers on one surface. */
final class Race implements Chapter {
  private static final int STEPS = 200;
  private static final double STEEP = 100;

  /** Less than this the chart does not show. */
  private static final double NOTHING = 1e-10;

  private static final double START_X = -2;
  private static final double START_Y = 1;

  @Override
  public String name() {
    return "race";
  }

  @Override
  public String title() {
    return "Optimizers raced on one surface";
  }

  @Override
  public void write(Page page) {
    page.text(
        "A long valley, a hundred times as steep across as along: E = (x^2 + 100*y^2) / 2, from"
            + " x = -2, y = 1. Gradient descent must take a rate below 2/100 because of the steep"
            + " direction, where it jumps from side to side, and crawls along the flat one. Momentum gathers speed along the"
            + " valley; RMSprop and Adam give each weight a rate of its own.");
    Map<String, List<double[]>> errors = new LinkedHashMap<>();
    Map<String, List<double[]>> paths = new LinkedHashMap<>();
    List<List<String>> table = new ArrayList<>();
    for (String text :
        List.of(
            "sgd(0.013)",
            "sgd(0.013, 0.8)",
            "sgd(0.013, 0.8, nesterov=true)",
            "rmsprop(0.05)",
            "adam(0.1)",
            "adamw(rate=cosine(0.2))")) {
      List<double[]> path = run(text);
      paths.put(text, path.subList(0, 40));
      List<double[]> error = new ArrayList<>();
      int near = 0;
      for (int i = 0; i < path.size(); i++) {
        double e = error(path.get(i));
        error.add(new double[] {i, e > NOTHING ? e : 0});
        near = e > 0.01 ? i + 1 : near;
      }
      errors.put(text, error);
      table.add(
          List.of(
              text,
              near > STEPS ? "not in " + STEPS : String.valueOf(near),
              Say.short3(error(path.get(STEPS)))));
    }
    page.chart("The first 40 steps from above: y over x", "x", false, paths);
    page.chart("Error", "step", true, errors);
    page.table(List.of("optimizer", "steps until E stays below 0.01", "E after " + STEPS), table);
  }

  private static double error(double... w) {
    return (w[0] * w[0] + STEEP * w[1] * w[1]) / 2;
  }

  private static List<double[]> run(String text) {
    Optimizer optimizer = (Optimizer) Catalogs.parse(Optimization.class, text);
    try (Lab lab = new Lab()) {
      Kernels k = lab.kernels();
      Matrix w = vector(k);
      Matrix g = vector(k);
      Matrix[] slots = new Matrix[optimizer.slots()];
      for (int i = 0; i < slots.length; i++) {
        slots[i] = vector(k);
      }
      Parameters parameters =
          new Parameters(w, g, slots, List.of(new Parameters.Group(0, 2, true, 1, 0)));
      w.buffer().write(0, new double[] {START_X, START_Y}, 0, 2);
      Progress progress = new Progress(1, STEPS);
      List<double[]> path = new ArrayList<>();
      path.add(w.toArray());
      for (int i = 0; i < STEPS; i++) {
        double[] at = w.toArray();
        g.buffer().write(0, new double[] {at[0], STEEP * at[1]}, 0, 2);
        optimizer.step(k, progress, parameters);
        progress.stepDone();
        path.add(w.toArray());
      }
      return path;
    }
  }

  private static Matrix vector(Kernels k) {
    return new Matrix(k.allocate(2), 0, 1, 2, 2);
  }
}
