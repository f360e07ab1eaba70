// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Who writes a gradient first: the first writer overwrites it, later ones add. Where the first
 * writer sees only a part of a value through a view, the whole gradient is cleared before, and all
 * add. Gradients of parameters are kept when a run of backward is to add to what is there.
 */
final class FirstWrites {
  private final Node[] backward;
  private final Value[][] cleared;
  private final boolean[][] parameters;
  private final List<int[]> parameterWrites = new ArrayList<>();

  FirstWrites(Graph graph, Node[] backward) {
    this.backward = backward;
    this.cleared = new Value[backward.length][];
    this.parameters = new boolean[backward.length][];
    boolean[] written = new boolean[graph.values()];
    boolean[] parameter = new boolean[graph.values()];
    graph.parameters().forEach(d -> parameter[d.value().id()] = true);
    for (int n = 0; n < backward.length; n++) {
      decide(n, written, parameter);
    }
  }

  private void decide(int at, boolean[] written, boolean[] parameter) {
    Node n = backward[at];
    List<Value> clear = new ArrayList<>();
    for (int i = 0; i < n.inputs(); i++) {
      Value root = n.inputValue(i).root();
      if (!root.differentiable()) {
        continue;
      }
      boolean first = !written[root.id()];
      written[root.id()] = true;
      boolean partial = !n.inputValue(i).whole();
      n.betas[i] = first && !partial ? 0 : 1;
      if (first && partial) {
        clear.add(root);
      } else if (first && parameter[root.id()]) {
        parameterWrites.add(new int[] {at, i});
      }
    }
    cleared[at] = clear.toArray(new Value[0]);
    parameters[at] = new boolean[cleared[at].length];
    for (int i = 0; i < cleared[at].length; i++) {
      parameters[at][i] = parameter[cleared[at][i].id()];
    }
  }

  /** The values whose gradients are cleared before a node of the backward list runs. */
  Value[] clearedBefore(int node) {
    return cleared[node];
  }

  /** Whether the j-th value cleared before a node is a parameter. */
  boolean clearsParameter(int node, int j) {
    return parameters[node][j];
  }

  /** Whether the gradients of parameters are added to what is there. */
  void accumulate(boolean adding) {
    for (int[] write : parameterWrites) {
      backward[write[0]].betas[write[1]] = adding ? 1 : 0;
    }
  }
}
