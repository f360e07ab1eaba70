// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * A function of a row of outputs and the row of its target, in double precision on every backend
 * that runs on the processor: rows at the end of a network are short and few beside its products,
 * and logarithms of probabilities want the precision. Allocates nothing.
 */
public interface Rowwise {
  /**
   * The function.
   *
   * @param output n numbers from index 0
   * @param target m numbers from index 0
   */
  double value(double[] output, int n, double[] target, int m);

  /**
   * Its derivatives with respect to the outputs.
   *
   * @param gradient receives n numbers; its old content is not read
   */
  void gradient(double[] output, int n, double[] target, int m, double[] gradient);

  /**
   * The product of the symmetric matrix of its second derivatives with respect to the outputs and a
   * vector, which is how the gradient changes along the vector; at a kink the limit from one side.
   *
   * @param vector n numbers from index 0
   * @param product receives n numbers; its old content is not read
   */
  void curvature(double[] output, int n, double[] target, int m, double[] vector, double[] product);
}
