// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.regularize;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Name;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * The penalty {@code strength * |W'W - I|^2} (squared Frobenius norm) of each weight matrix W
 * (fan-in x units), which is 0 where the weights of the units are orthogonal and of length 1; its
 * gradient is {@code 4 * strength * W (W'W - I)}. A matrix with more units than inputs cannot get
 * there: its rows are made orthogonal, {@code strength * |WW' - I|^2} with the gradient {@code 4 *
 * strength * (WW' - I) W}.
 *
 * <p>Brock, Lim, Ritchie and Weston, "Neural photo editing with introspective adversarial
 * networks", ICLR 2017, section 3.3, in the squared form that Bansal, Chen and Wang, "Can we gain
 * more from orthogonality regularizations in training deep CNNs?", NeurIPS 2018, call soft
 * orthogonality (equation 1).
 *
 * @param strength its weight in the loss, at least 0
 */
@Name("orthogonal")
@Description("Adds the distance of each weight matrix from an orthogonal one to the loss.")
@Formula(
    "loss + strength * |W'W - I|^2 for each weight matrix W, |WW' - I|^2 where it "
        + "is wider than high")
@Source(
    "Bansal, Chen and Wang, \"Can we gain more from orthogonality regularizations in "
        + "training deep CNNs?\", NeurIPS 2018, equation 1")
public record Orthogonality(
    @Tip(value = "weight of the penalty in the loss", min = 0, required = true) double strength)
    implements MatrixRegularizer {
  public Orthogonality {
    PenaltyRule.check("strength", strength);
  }

  @Override
  public double penalty(Kernels k, Matrix weights, GramScratch scratch) {
    deviate(k, weights, scratch);
    return strength * k.sumOfSquares(scratch.gram());
  }

  @Override
  public void addGradient(Kernels k, Matrix weights, Matrix gradients, GramScratch scratch) {
    Matrix gram = scratch.gram();
    deviate(k, weights, scratch);
    addProduct(k, weights, gram, gradients);
  }

  /** {@code 4 * strength * (V (W'W - I) + W (V'W + W'V))}, or with the rows likewise. */
  @Override
  public void addCurvature(
      Kernels k, Matrix weights, Matrix vector, Matrix product, GramScratch scratch) {
    Matrix gram = scratch.gram();
    boolean tall = isTall(weights);
    deviate(k, weights, scratch);
    addProduct(k, vector, gram, product);
    k.gemm(tall, !tall, 1, vector, weights, 0, gram);
    k.gemm(tall, !tall, 1, weights, vector, 1, gram);
    addProduct(k, weights, gram, product);
  }

  private void addProduct(Kernels k, Matrix w, Matrix gram, Matrix sum) {
    if (isTall(w)) {
      k.gemm(false, false, 4 * strength, w, gram, 1, sum);
    } else {
      k.gemm(false, false, 4 * strength, gram, w, 1, sum);
    }
  }

  /** The smaller product minus the identity. */
  private static void deviate(Kernels k, Matrix w, GramScratch scratch) {
    boolean tall = isTall(w);
    k.fill(0, scratch.gram());
    k.fill(1, scratch.diagonal());
    k.gemm(tall, !tall, 1, w, w, -1, scratch.gram());
  }

  private static boolean isTall(Matrix w) {
    return w.rows() >= w.columns();
  }
}
