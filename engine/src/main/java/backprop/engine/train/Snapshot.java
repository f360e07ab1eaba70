// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.network.Network;

/** A copy of a network's parameters and state, and of further vectors, on the same backend. */
final class Snapshot {
  private final Kernels kernels;
  private final Matrix[] live;
  private final Matrix[] copy;

  /** Room for a copy; nothing is copied yet. */
  Snapshot(Network network, Matrix... more) {
    kernels = network.kernels();
    live = new Matrix[2 + more.length];
    live[0] = network.parameters();
    live[1] = network.state();
    System.arraycopy(more, 0, live, 2, more.length);
    copy = new Matrix[live.length];
    for (int i = 0; i < live.length; i++) {
      int n = live[i].columns();
      copy[i] = new Matrix(kernels.allocate(Math.max(1, n)), 0, 1, n, n);
    }
  }

  /** Copies what is live now. */
  void take() {
    for (int i = 0; i < live.length; i++) {
      kernels.copy(live[i], copy[i]);
    }
  }

  /** Makes the copy live again. */
  void restore() {
    for (int i = 0; i < live.length; i++) {
      kernels.copy(copy[i], live[i]);
    }
  }

  /** What is live now, in main memory. */
  float[][] live() {
    return numbers(live);
  }

  /** The copy, in main memory. */
  float[][] copied() {
    return numbers(copy);
  }

  private static float[][] numbers(Matrix... vectors) {
    float[][] all = new float[vectors.length][];
    for (int i = 0; i < all.length; i++) {
      all[i] = new float[vectors[i].columns()];
      vectors[i].buffer().read(vectors[i].offset(), all[i], 0, all[i].length);
    }
    return all;
  }

  /**
   * Makes these numbers the copy.
   *
   * @throws IllegalArgumentException when they are not as many
   */
  void set(float[][] numbers) {
    boolean fits = numbers.length == copy.length;
    for (int i = 0; fits && i < numbers.length; i++) {
      fits = numbers[i].length == copy[i].columns();
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "the state of the training to go on with is of another network or optimizer");
    }
    for (int i = 0; i < copy.length; i++) {
      copy[i].buffer().write(copy[i].offset(), numbers[i], 0, numbers[i].length);
    }
  }
}
