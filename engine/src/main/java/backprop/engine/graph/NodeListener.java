// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

/**
 * Looks at the nodes of a program while it runs, on its thread. It only reads: the matrices of a
 * node hold its numbers just then, and their memory is used for others later.
 */
public interface NodeListener {
  /** A node has computed its output. */
  void computed(Node n);

  /** A node is about to send its gradient back: the gradient of its output is complete. */
  void beforeBackward(Node n);

  /** A node has added to the gradients of its inputs. */
  void afterBackward(Node n);
}
