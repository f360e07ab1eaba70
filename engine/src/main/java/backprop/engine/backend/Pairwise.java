// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * A function of a prediction and its target, summed over a row by {@link Kernels#pairLoss}; the
 * derivative is with respect to the prediction. Loops follow the rule of {@link Elementwise}: the
 * same index in every array.
 */
public interface Pairwise {
  /** The function, in double precision. */
  double value(double prediction, double target);

  /** Its derivative with respect to the prediction. */
  double derivative(double prediction, double target);

  /** Its second derivative with respect to the prediction; at a kink the limit from one side. */
  double curvature(double prediction, double target);

  /** {@code out[i] = f(prediction[i], target[i])} for {@code from <= i < to}. */
  void forward(float[] prediction, float[] target, float[] out, int from, int to);

  /** {@code out[i] = df/dprediction(prediction[i], target[i])} for {@code from <= i < to}. */
  void backward(float[] prediction, float[] target, float[] out, int from, int to);
}
