// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Slot;
import backprop.engine.network.Network;
import backprop.engine.optimize.Parameters;
import backprop.engine.regularize.GramScratch;
import backprop.engine.regularize.MatrixRegularizer;
import backprop.engine.regularize.Regularization;
import backprop.engine.regularize.Regularizer;
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
  private final List<Matrix> constrainedGradients = new ArrayList<>();
  private final List<Parameters.Piece> pieces = new ArrayList<>();
  private final List<Regularizer> regularizers;
  private final List<MatrixRegularizer> matrixRegularizers;
  private final List<GramScratch> scratch;

  WeightRules(Network network, TrainSpec spec, Matrix gradients) {
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
      if (s.trainable()) {
        boolean weights = s.role().regularized();
        boolean column = !weights && s.rows() == 1;
        Matrix w = matrix(network.parameters(), s, column);
        Matrix g = matrix(gradients, s, column);
        pieces.add(new Parameters.Piece(w, g));
        if (weights) {
          constrained.add(w);
          constrainedGradients.add(g);
        }
      }
    }
    this.regularizers = Regularization.only(Regularizer.class, spec.regularizers());
    this.matrixRegularizers = Regularization.only(MatrixRegularizer.class, spec.regularizers());
    this.scratch = matrixRegularizers.isEmpty() ? List.of() : GramScratch.of(kernels, constrained);
  }

  private static Matrix matrix(Matrix flat, Slot s, boolean column) {
    int rows = column ? s.columns() : s.rows();
    int columns = column ? 1 : s.columns();
    return new Matrix(flat.buffer(), s.offset(), rows, columns, columns);
  }

  /** The trained parameters one by one. */
  List<Parameters.Piece> pieces() {
    return pieces;
  }

  /** The contiguous ranges that are trained. */
  List<Parameters.Group> groups() {
    return groups;
  }

  /** All penalties of the weights as they are. */
  double penalty() {
    double sum = 0;
    for (int r = 0; r < regularizers.size(); r++) {
      for (int i = 0; i < regularized.size(); i++) {
        sum += regularizers.get(r).penalty(kernels, regularized.get(i));
      }
    }
    for (int r = 0; r < matrixRegularizers.size(); r++) {
      for (int i = 0; i < constrained.size(); i++) {
        sum += matrixRegularizers.get(r).penalty(kernels, constrained.get(i), scratch.get(i));
      }
    }
    return sum;
  }

  /** Adds the gradients of all penalties; what is pruned gets none. */
  void regularize(Parameters parameters) {
    for (int r = 0; r < regularizers.size(); r++) {
      for (int g = 0; g < groups.size(); g++) {
        Parameters.Group group = groups.get(g);
        if (group.regularized()) {
          regularizers
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
    for (int r = 0; r < matrixRegularizers.size(); r++) {
      for (int i = 0; i < constrained.size(); i++) {
        matrixRegularizers
            .get(r)
            .addGradient(kernels, constrained.get(i), constrainedGradients.get(i), scratch.get(i));
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
    if (!matrixRegularizers.isEmpty()) {
      addMatrixCurvature(v, product);
    }
    for (int r = 0; r < regularizers.size(); r++) {
      double c = regularizers.get(r).curvature();
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

  private void addMatrixCurvature(double[] v, double[] product) {
    Matrix vector = network.newVector();
    Matrix sum = network.newVector();
    vector.buffer().write(0, v, 0, v.length);
    sum.buffer().write(0, product, 0, product.length);
    for (int r = 0; r < matrixRegularizers.size(); r++) {
      for (int i = 0; i < constrained.size(); i++) {
        Matrix w = constrained.get(i);
        matrixRegularizers
            .get(r)
            .addCurvature(kernels, w, like(w, vector), like(w, sum), scratch.get(i));
      }
    }
    sum.buffer().read(0, product, 0, product.length);
  }

  private static Matrix like(Matrix w, Matrix flat) {
    return new Matrix(flat.buffer(), w.offset(), w.rows(), w.columns(), w.stride());
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
