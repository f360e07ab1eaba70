// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.dual;

import static backprop.engine.backend.dual.DualBuffer.tangents;
import static backprop.engine.backend.dual.DualBuffer.values;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Recurrence;
import backprop.engine.backend.SequenceKernels;

/**
 * Loops over steps on dual numbers: what picks rows is linear. The recurrent cells, which keep
 * their products to themselves, have no tangent.
 */
final class DualSequenceKernels implements SequenceKernels {
  private final SequenceKernels k;

  DualSequenceKernels(SequenceKernels k) {
    this.k = k;
  }

  private static NoTangentException cell() {
    return new NoTangentException("the loops of recurrent cells have no second derivatives");
  }

  @Override
  public void rnn(
      Recurrence how,
      long key,
      Elementwise f,
      Matrix projected,
      Matrix recurrent,
      Matrix mask,
      Matrix previous,
      Matrix sums,
      Matrix output) {
    throw cell();
  }

  @Override
  public void rnnGradient(
      Recurrence how,
      long key,
      Elementwise f,
      Matrix recurrent,
      Matrix mask,
      Matrix output,
      Matrix doutput,
      Matrix sums) {
    throw cell();
  }

  @Override
  public void lstm(
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
      Matrix output) {
    throw cell();
  }

  @Override
  public void lstmGradient(
      Recurrence how,
      long key,
      Elementwise gate,
      Elementwise candidate,
      Matrix recurrent,
      Matrix mask,
      Matrix gates,
      Matrix cells,
      Matrix doutput,
      Matrix sums) {
    throw cell();
  }

  @Override
  public void gru(
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
      Matrix output) {
    throw cell();
  }

  @Override
  public void gruGradient(
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
      Matrix sums) {
    throw cell();
  }

  private static Matrix maskOf(Matrix mask) {
    return mask == null ? null : values(mask);
  }

  @Override
  public void padding(Matrix x, double value, boolean missing, Matrix mask) {
    k.padding(values(x), value, missing, values(mask));
  }

  @Override
  public void keepRows(Matrix x, Matrix mask, double beta, Matrix y) {
    k.keepRows(tangents(x), maskOf(mask), beta, tangents(y));
    k.keepRows(values(x), maskOf(mask), beta, values(y));
  }

  @Override
  public void endStep(Matrix x, int time, boolean first, Matrix mask, Matrix y) {
    k.endStep(tangents(x), time, first, maskOf(mask), tangents(y));
    k.endStep(values(x), time, first, maskOf(mask), values(y));
  }

  @Override
  public void endStepGradient(
      Matrix dy, int time, boolean first, Matrix mask, double beta, Matrix dx) {
    k.endStepGradient(tangents(dy), time, first, maskOf(mask), beta, tangents(dx));
    k.endStepGradient(values(dy), time, first, maskOf(mask), beta, values(dx));
  }
}
