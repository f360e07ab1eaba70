// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Layout;
import backprop.engine.network.Network;
import backprop.engine.optimize.Parameters;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights that an optimizer wants judged and kept, such as an average, in place of those that
 * it trains: puts them into the network and takes them out again.
 *
 * <p>The network's running moments belong to the trained weights, so they are gathered anew for the
 * kept ones: the plain mean over the minibatches of a pass over the training rows (Izmailov et al.
 * 2018, section 3.2).
 */
final class KeptWeights {
  private final Kernels kernels;
  private final TrainingStep step;
  private final Matrix weights;
  private final Matrix[] slots;
  private final Snapshot trained;
  private final List<Matrix> moments = new ArrayList<>();
  private final List<Matrix> gathered = new ArrayList<>();
  private boolean shown;

  KeptWeights(Network network, TrainingStep step) {
    this.kernels = network.kernels();
    this.step = step;
    this.trained = new Snapshot(network);
    Parameters parameters = step.parameters();
    // Trained parameters come first in the flat vectors, see Layout; the slots know no others.
    int size = parameters.groups().stream().mapToInt(Parameters.Group::count).sum();
    this.weights = parameters.weights().columns(0, size);
    this.slots = new Matrix[parameters.slots().length];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = parameters.slots()[i].columns(0, size);
    }
    for (Layout.StateEntry s : network.layout().states()) {
      if (s.sums()) {
        moments.add(network.state().columns(s.offset(), s.columns()));
        gathered.add(Matrix.of(kernels.allocate(s.columns()), 1, s.columns()));
      }
    }
  }

  /** Passes over the training rows, one minibatch at a time. */
  interface Pass {
    /** How many minibatches. */
    int minibatches();

    /** Sends a minibatch through the network as when training. */
    void forward(int minibatch) throws InterruptedException;
  }

  /**
   * Puts the weights of a slot into the network.
   *
   * @param pass gathers running moments; null to leave them as they are
   */
  void show(int slot, Pass pass) throws InterruptedException {
    trained.take();
    shown = true;
    kernels.copy(slots[slot], weights);
    step.constrain();
    if (pass != null && !moments.isEmpty()) {
      gather(pass);
    }
  }

  private void gather(Pass pass) throws InterruptedException {
    for (int m = 0; m < moments.size(); m++) {
      kernels.fill(0, gathered.get(m));
    }
    for (int b = 0; b < pass.minibatches(); b++) {
      for (int m = 0; m < moments.size(); m++) {
        kernels.fill(0, moments.get(m));
      }
      pass.forward(b);
      for (int m = 0; m < moments.size(); m++) {
        kernels.add(gathered.get(m), moments.get(m), gathered.get(m));
      }
    }
    for (int m = 0; m < moments.size(); m++) {
      kernels.copy(gathered.get(m), moments.get(m));
    }
  }

  /** Puts the trained weights and their moments back. */
  void hide() {
    if (shown) {
      trained.restore();
      shown = false;
    }
  }
}
