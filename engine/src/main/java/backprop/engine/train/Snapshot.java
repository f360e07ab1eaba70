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
}
