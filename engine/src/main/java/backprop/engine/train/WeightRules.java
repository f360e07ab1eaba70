// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Slot;
import backprop.engine.network.Network;
import backprop.engine.optimize.Parameters;
import java.util.ArrayList;
import java.util.List;

/** The penalties and constraints of a spec on the weights of a network. Allocates nothing later. */
final class WeightRules {
  private final Network network;
  private final TrainSpec spec;
  private final Kernels kernels;
  private final List<Parameters.Group> groups = new ArrayList<>();
  private final List<Matrix> regularized = new ArrayList<>();
  private final List<Matrix> constrained = new ArrayList<>();

  WeightRules(Network network, TrainSpec spec) {
    this.network = network;
    this.spec = spec;
    this.kernels = network.kernels();
    for (Layout.Range r : network.layout().ranges()) {
      Slot like = r.like();
      if (like.trainable()) {
        boolean penalized = like.role().regularized();
        groups.add(
            new Parameters.Group(
                r.from(), r.count(), penalized, like.rateFactor(), like.decayFactor()));
        if (penalized) {
          regularized.add(network.parameters().columns(r.from(), r.count()));
        }
      }
    }
    for (Slot s : network.layout().slots()) {
      if (s.trainable() && s.role().regularized()) {
        constrained.add(
            new Matrix(
                network.parameters().buffer(), s.offset(), s.rows(), s.columns(), s.columns()));
      }
    }
  }

  /** The contiguous ranges that are trained. */
  List<Parameters.Group> groups() {
    return groups;
  }

  /** All penalties of the weights as they are. */
  double penalty() {
    double sum = 0;
    for (int r = 0; r < spec.regularizers().size(); r++) {
      for (int i = 0; i < regularized.size(); i++) {
        sum += spec.regularizers().get(r).penalty(kernels, regularized.get(i));
      }
    }
    return sum;
  }

  /** Adds the gradients of all penalties; what is pruned gets none. */
  void regularize(Parameters parameters) {
    for (int r = 0; r < spec.regularizers().size(); r++) {
      for (int g = 0; g < groups.size(); g++) {
        Parameters.Group group = groups.get(g);
        if (group.regularized()) {
          spec.regularizers()
              .get(r)
              .addGradient(
                  kernels,
                  group.from(),
                  group.count(),
                  parameters.weights(),
                  parameters.gradients(),
                  parameters.scratch());
        }
      }
    }
    if (network.mask() != null) {
      kernels.multiply(parameters.gradients(), network.mask(), 0, parameters.gradients());
    }
  }

  /**
   * {@code product = product + C * v} with the second derivatives C of all penalties; what is
   * pruned has none.
   */
  void addCurvature(double[] v, double[] product) {
    for (int r = 0; r < spec.regularizers().size(); r++) {
      double c = spec.regularizers().get(r).curvature();
      for (int g = 0; c != 0 && g < groups.size(); g++) {
        Parameters.Group group = groups.get(g);
        for (int i = group.from(); group.regularized() && i < group.from() + group.count(); i++) {
          product[i] += c * v[i];
        }
      }
    }
    if (network.mask() != null) {
      double[] mask = new double[product.length];
      network.mask().buffer().read(0, mask, 0, mask.length);
      for (int i = 0; i < mask.length; i++) {
        product[i] *= mask[i];
      }
    }
  }

  /** Projects the weights onto all constraints, and keeps those at zero that are pruned. */
  void constrain() {
    for (int c = 0; c < spec.constraints().size(); c++) {
      for (int i = 0; i < constrained.size(); i++) {
        spec.constraints().get(c).project(kernels, constrained.get(i));
      }
    }
    if (network.mask() != null) {
      kernels.multiply(network.parameters(), network.mask(), 0, network.parameters());
    }
  }
}
