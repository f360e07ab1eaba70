// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.compress;

import backprop.engine.backend.Matrix;
import backprop.engine.graph.Slot;
import backprop.engine.network.Network;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sets the smallest weights to zero: those of role WEIGHT (no biases, gains or embeddings) with the
 * least absolute values. Han, Pool, Tran and Dally, "Learning both weights and connections for
 * efficient neural networks", NIPS 2015.
 *
 * <p>Weights that are pruned already count as the smallest, so a higher sparsity only adds to them.
 * Of equal weights the earlier ones go first.
 *
 * @param sparsity share of the weights that become zero, in [0, 1)
 * @param global whether the smallest of all layers together go (true), or the same share of each
 *     layer (false)
 */
@Description("Sets the smallest weights to zero and keeps them there.")
@Formula("w = w * (|w| > threshold), the threshold from the share of weights that " + "goes")
@Source(
    "Han, Pool, Tran and Dally, \"Learning both weights and connections for "
        + "efficient neural networks\", NIPS 2015")
public record MagnitudePruning(double sparsity, boolean global) {
  public MagnitudePruning {
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw new IllegalArgumentException(
          "sparsity is " + sparsity + ", allowed are 0 up to, but not, 1");
    }
  }

  /** Prunes a network; training goes on with what is left. */
  public void apply(Network network) {
    int n = network.layout().size();
    double[] weights = new double[n];
    network.parameters().buffer().read(0, weights, 0, n);
    double[] keep = new double[n];
    Arrays.fill(keep, 1);
    List<int[]> ranges = new ArrayList<>();
    for (Slot s : network.layout().slots()) {
      if (s.role().regularized()) {
        ranges.add(new int[] {s.offset(), s.offset() + s.size()});
      }
    }
    if (global) {
      prune(weights, ranges, keep);
    } else {
      for (int[] range : ranges) {
        prune(weights, List.of(range), keep);
      }
    }
    Matrix mask = network.newVector();
    mask.buffer().write(0, keep, 0, n);
    network.prune(mask);
  }

  private void prune(double[] weights, List<int[]> ranges, double[] keep) {
    int count = ranges.stream().mapToInt(r -> r[1] - r[0]).sum();
    int gone = (int) Math.round(sparsity * count);
    if (gone == 0) {
      return;
    }
    double[] sorted = new double[count];
    int at = 0;
    for (int[] r : ranges) {
      for (int i = r[0]; i < r[1]; i++) {
        sorted[at++] = Math.abs(weights[i]);
      }
    }
    Arrays.sort(sorted);
    double limit = sorted[gone - 1];
    int below = 0;
    while (below < gone && sorted[below] < limit) {
      below++;
    }
    int ties = gone - below;
    for (int[] r : ranges) {
      for (int i = r[0]; i < r[1]; i++) {
        double size = Math.abs(weights[i]);
        if (size < limit || size == limit && ties-- > 0) {
          keep[i] = 0;
        }
      }
    }
  }

  /** The share of a network's weights that are zero. */
  public static double sparsityOf(Network network) {
    long zeros = 0;
    long all = 0;
    double[] weights = new double[network.layout().size()];
    network.parameters().buffer().read(0, weights, 0, weights.length);
    for (Slot s : network.layout().slots()) {
      if (s.role().regularized()) {
        all += s.size();
        for (int i = s.offset(); i < s.offset() + s.size(); i++) {
          zeros += weights[i] == 0 ? 1 : 0;
        }
      }
    }
    return all == 0 ? 0 : (double) zeros / all;
  }
}
