// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend;

/**
 * Loops over the steps of sequences: recurrent cells, masks, single steps. The conventions are
 * those of {@link Kernels}; a matrix of sequences has one row per example and step, the steps of an
 * example side by side, that is batch * time rows.
 *
 * <p>A mask has one column; a step whose mask is 0 is padding: it leaves the state as it is, so its
 * output is that of the step before (0 where there is none), and no gradient comes from its own
 * sums. A null mask stands for no padding.
 *
 * <p>Recurrent dropout keeps element j of example b's state as {@link Kernels#dropout} does element
 * {@code b * units + j}, with the same key in all steps; {@code hidden(h)} below is the state after
 * it, and the state before the first step is 0.
 *
 * <p>The gradient kernels turn the weighted sums into their gradients, in place. What is then left
 * to the caller are products over all steps at once: the recurrent weights' gradient is {@code
 * previous' * gradient of the sums}. Between a cell and its gradient, sums and products are theirs
 * alone: of what they receive, a backend may leave out what its gradient does not read.
 */
public interface SequenceKernels {
  /**
   * Simple recurrence: {@code s = projected + hidden(h) * recurrent}, {@code h = f(s)}.
   *
   * @param projected the inputs' part of the weighted sums with the bias, units columns
   * @param recurrent units x units
   * @param mask a column or null
   * @param previous receives {@code hidden(h)} of the step before
   * @param sums receives s
   * @param output receives h
   */
  void rnn(
      Recurrence how,
      long key,
      Elementwise f,
      Matrix projected,
      Matrix recurrent,
      Matrix mask,
      Matrix previous,
      Matrix sums,
      Matrix output);

  /**
   * Gradient of {@link #rnn}.
   *
   * @param sums holds s, receives its gradient
   */
  void rnnGradient(
      Recurrence how,
      long key,
      Elementwise f,
      Matrix recurrent,
      Matrix mask,
      Matrix output,
      Matrix doutput,
      Matrix sums);

  /**
   * Long short-term memory: {@code s = projected + hidden(h) * recurrent} in four groups of
   * columns; {@code i = gate(s1)}, {@code f = gate(s2)}, {@code o = gate(s3)}, {@code g =
   * candidate(s4)}; {@code c = f * c + i * g}, {@code h = o * candidate(c)}.
   *
   * @param projected the inputs' part of the weighted sums with the bias, 4 units columns
   * @param recurrent units x 4 units
   * @param mask a column or null
   * @param previous receives {@code hidden(h)} of the step before
   * @param sums receives s
   * @param gates receives i, f, o and g
   * @param cells receives c
   * @param output receives h
   */
  void lstm(
      Recurrence how,
      long key,
      Elementwise gate,
      Elementwise candidate,
      Matrix projected,
      Matrix recurrent,
      Matrix mask,
      Matrix previous,
      Matrix sums,
      Matrix gates,
      Matrix cells,
      Matrix output);

  /**
   * Gradient of {@link #lstm}.
   *
   * @param sums holds s, receives its gradient
   */
  void lstmGradient(
      Recurrence how,
      long key,
      Elementwise gate,
      Elementwise candidate,
      Matrix recurrent,
      Matrix mask,
      Matrix gates,
      Matrix cells,
      Matrix doutput,
      Matrix sums);

  /**
   * Gated recurrent unit whose reset gate acts after the product: {@code q = hidden(h) * recurrent
   * + bias} in three groups of columns; {@code z = gate(projected1 + q1)}, {@code r =
   * gate(projected2 + q2)}, {@code n = candidate(projected3 + r * q3)}; {@code h = (1 - z) * n + z
   * * h}.
   *
   * @param projected the inputs' part of the weighted sums with their bias, 3 units columns
   * @param recurrent units x 3 units
   * @param bias 1 x 3 units
   * @param mask a column or null
   * @param previous receives {@code hidden(h)} of the step before
   * @param products receives q
   * @param sums receives what the three functions are applied to
   * @param gates receives z, r and n
   * @param output receives h
   */
  void gru(
      Recurrence how,
      long key,
      Elementwise gate,
      Elementwise candidate,
      Matrix projected,
      Matrix recurrent,
      Matrix bias,
      Matrix mask,
      Matrix previous,
      Matrix products,
      Matrix sums,
      Matrix gates,
      Matrix output);

  /**
   * Gradient of {@link #gru}.
   *
   * @param products holds q, receives its gradient
   * @param sums holds the sums, receives their gradient, which is that of {@code projected}
   */
  void gruGradient(
      Recurrence how,
      long key,
      Elementwise gate,
      Elementwise candidate,
      Matrix recurrent,
      Matrix mask,
      Matrix gates,
      Matrix output,
      Matrix doutput,
      Matrix products,
      Matrix sums);

  /**
   * Finds padding: the mask of a row is 0 if all its elements equal {@code value}, or if {@code
   * missing} and all are NaN; otherwise 1.
   *
   * @param mask receives one number per row
   */
  void padding(Matrix x, double value, boolean missing, Matrix mask);

  /** {@code y = x + beta * y} where the row's mask is not 0, {@code beta * y} elsewhere. */
  void keepRows(Matrix x, Matrix mask, double beta, Matrix y);

  /**
   * One step of each sequence: the last that is no padding, or the first if asked so; zeros where
   * all are padding.
   *
   * @param mask a column or null
   * @param y receives one row per example
   */
  void endStep(Matrix x, int time, boolean first, Matrix mask, Matrix y);

  /** {@code dx = beta * dx}, plus dy in the steps that {@link #endStep} took; beta is 0 or 1. */
  void endStepGradient(Matrix dy, int time, boolean first, Matrix mask, double beta, Matrix dx);
}
