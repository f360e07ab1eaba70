// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Slot;
import backprop.engine.network.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Euclidean length of the gradients of each layer with trained parameters, as they were in the
 * step that was taken last, before the optimizer saw them.
 */
final class GradientNorms {
  private final Kernels kernels;
  private final Map<String, List<Matrix>> views = new LinkedHashMap<>();
  private final Map<String, Double> norms = new LinkedHashMap<>();

  /**
   * @param gradients the flat vector, 1 x n in the network's layout
   */
  GradientNorms(Network network, Matrix gradients) {
    this.kernels = network.kernels();
    for (Slot s : network.layout().slots()) {
      if (s.trainable()) {
        views
            .computeIfAbsent(s.path().replaceFirst("/.*", ""), k -> new ArrayList<>())
            .add(gradients.columns(s.offset(), s.size()));
      }
    }
  }

  /** Measures the gradients that are there now. */
  void measure() {
    views.forEach(
        (layer, parts) -> {
          double sum = 0;
          for (Matrix part : parts) {
            sum += kernels.dot(part, part);
          }
          norms.put(layer, Math.sqrt(sum));
        });
  }

  /** What was measured last, by layer in their order. */
  Map<String, Double> last() {
    return new LinkedHashMap<>(norms);
  }
}
