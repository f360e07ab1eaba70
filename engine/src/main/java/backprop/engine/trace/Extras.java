// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Pairwise;
import backprop.engine.graph.Node;
import backprop.engine.op.Map;
import backprop.engine.op.PairLoss;
import backprop.engine.op.SoftmaxCrossEntropy;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * What lies between an op's inputs and its outputs or gradients: the derivatives of functions, the
 * parts of a mean, the probabilities of a softmax. They come from the functions themselves, which
 * the kernels call too, and from the op's own memory.
 */
final class Extras {
  private final Plan plan;
  private final java.util.Map<Node, Integer> parts = new IdentityHashMap<>();
  private final java.util.Map<Node, Integer> shares = new IdentityHashMap<>();
  private final java.util.Map<Node, Integer> slopes = new IdentityHashMap<>();

  Extras(Plan plan) {
    this.plan = plan;
  }

  /** The parts of a loss's mean, or the probabilities of a softmax. */
  int part(Node n) {
    return parts.get(n);
  }

  /** How much of the target each class is. */
  int share(Node n) {
    return shares.get(n);
  }

  /** The derivatives of a function; null where there are none. */
  Integer slope(Node n) {
    return slopes.get(n);
  }

  /** Adds what there is to know of a node. */
  void add(Node n, boolean backward) {
    int x = plan.input(n, 0);
    String of = plan.quantity(x).symbol();
    if (n.op() instanceof Map m && backward) {
      Elementwise f = m.function();
      int id = slope(x, "f'(" + of + ")");
      slopes.put(n, id);
      plan.capture(
          Plan.Moment.COMPUTED,
          n,
          id,
          node -> {
            double[] in = node.input(0).toArray();
            double[] out = node.output().toArray();
            for (int i = 0; i < in.length; i++) {
              in[i] = f.derivative(in[i], out[i]);
            }
            return in;
          });
    } else if (n.op() instanceof PairLoss p) {
      Pairwise f = p.function();
      int part = plan.addNamed(x, "l(" + of + ")", "loss of each output", Quantity.Kind.VALUE);
      parts.put(n, part);
      plan.capture(Plan.Moment.COMPUTED, n, part, node -> pairs(node, f::value));
      if (backward) {
        int id = slope(x, "l'(" + of + ")");
        slopes.put(n, id);
        plan.capture(Plan.Moment.COMPUTED, n, id, node -> pairs(node, f::derivative));
      }
    } else if (n.op() instanceof SoftmaxCrossEntropy s) {
      int p = plan.addNamed(x, plan.symbol("p", ""), "probabilities", Quantity.Kind.VALUE);
      int t = plan.addNamed(x, plan.symbol("t", ""), "what they should be", Quantity.Kind.DATA);
      parts.put(n, p);
      shares.put(n, t);
      plan.capture(Plan.Moment.COMPUTED, n, p, node -> node.scratch(0).toArray());
      plan.capture(Plan.Moment.COMPUTED, n, t, node -> shares(node, s.smoothing()));
    }
  }

  private int slope(int x, String symbol) {
    return plan.addNamed(x, symbol, "derivative of the function", Quantity.Kind.VALUE);
  }

  /** A function of prediction and target. */
  private interface Both {
    double at(double prediction, double target);
  }

  private static double[] pairs(Node n, Both f) {
    double[] x = n.input(0).toArray();
    double[] t = n.input(1).toArray();
    for (int i = 0; i < x.length; i++) {
      x[i] = f.at(x[i], t[i]);
    }
    return x;
  }

  private static double[] shares(Node n, double smoothing) {
    int classes = n.input(0).columns();
    double[] truth = n.input(1).toArray();
    double[] all = new double[truth.length * classes];
    for (int i = 0; i < all.length; i++) {
      all[i] = smoothing / classes + (i % classes == (int) truth[i / classes] ? 1 - smoothing : 0);
    }
    return all;
  }

  /** The quantities of a node, for its section. */
  List<Integer> of(Node n) {
    return parts.containsKey(n) ? List.of(parts.get(n)) : List.of();
  }
}
