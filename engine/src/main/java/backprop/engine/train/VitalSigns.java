// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Role;
import backprop.engine.graph.Slot;
import backprop.engine.model.Vitals;
import backprop.engine.network.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures gradients, weights and updates of each layer in a few steps spread evenly over the
 * planned ones. Only reads what training computes, and allocates nothing while it measures.
 */
final class VitalSigns {
  /** Steps that are measured, when a run does all that it has planned. */
  static final int SAMPLES = 24;

  private static final int GRADIENT = 0;
  private static final int WEIGHT = 1;
  private static final int UPDATE = 2;
  private static final int SIZES = 3;

  private final Kernels kernels;
  private final Matrix parameters;
  private final Matrix change;
  private final List<Vitals.Layer> layers = new ArrayList<>();
  private final Matrix[][][] views;
  private final long stride;
  private final int stepsPerEpoch;
  private final long[] steps = new long[SAMPLES + 1];
  private final double[][] sizes;
  private int count;

  /**
   * @param gradients the flat vector, 1 x n in the network's layout
   * @param planned steps of the run
   */
  VitalSigns(Network network, Matrix gradients, long planned, int stepsPerEpoch) {
    this.kernels = network.kernels();
    this.parameters = network.parameters();
    this.stepsPerEpoch = stepsPerEpoch;
    this.stride = Math.max(1, (planned + SAMPLES - 1) / SAMPLES);
    Map<String, List<Slot>> byLayer = new LinkedHashMap<>();
    for (Slot s : network.layout().slots()) {
      if (s.trainable() && (s.role() == Role.WEIGHT || s.role() == Role.EMBEDDING)) {
        String layer = s.path().replaceFirst("/.*", "");
        byLayer.computeIfAbsent(layer, k -> new ArrayList<>()).add(s);
      }
    }
    this.change = byLayer.isEmpty() ? null : network.newVector();
    this.views = new Matrix[byLayer.size()][SIZES][];
    this.sizes = new double[SAMPLES + 1][SIZES * byLayer.size()];
    byLayer.forEach(
        (path, slots) -> {
          Matrix[][] of = views[layers.size()];
          of[GRADIENT] = of(gradients, slots);
          of[WEIGHT] = of(parameters, slots);
          of[UPDATE] = of(change, slots);
          layers.add(new Vitals.Layer(path, slots.stream().mapToInt(Slot::size).sum()));
        });
  }

  private static Matrix[] of(Matrix flat, List<Slot> slots) {
    return slots.stream().map(s -> flat.columns(s.offset(), s.size())).toArray(Matrix[]::new);
  }

  /** Whether this step is one of those that are measured. */
  boolean due(long step) {
    return step % stride == 0 && !layers.isEmpty();
  }

  /** Looks before the optimizer does, when the gradients are there. */
  void before(long step) {
    while (count > 0 && steps[count - 1] >= step) {
      // A run that diverged takes these steps once more.
      count--;
    }
    count = Math.min(count, SAMPLES);
    steps[count] = step;
    measure(GRADIENT);
    measure(WEIGHT);
    kernels.copy(parameters, change);
  }

  /** Looks when the step is taken. */
  void after() {
    kernels.axpby(1, parameters, -1, change);
    measure(UPDATE);
    count++;
  }

  private void measure(int what) {
    for (int i = 0; i < views.length; i++) {
      double sum = 0;
      for (int j = 0; j < views[i][what].length; j++) {
        sum += kernels.sumOfSquares(views[i][what][j]);
      }
      sizes[count][SIZES * i + what] = Math.sqrt(sum / layers.get(i).weights());
    }
  }

  /** What was measured so far. */
  Vitals vitals() {
    List<Vitals.Sample> samples = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      List<Vitals.Sizes> all = new ArrayList<>();
      for (int i = 0; i < layers.size(); i++) {
        double[] of = sizes[s];
        all.add(
            new Vitals.Sizes(
                of[SIZES * i + GRADIENT], of[SIZES * i + WEIGHT], of[SIZES * i + UPDATE]));
      }
      samples.add(new Vitals.Sample(steps[s], (double) steps[s] / stepsPerEpoch, all));
    }
    return new Vitals(layers, samples);
  }
}
