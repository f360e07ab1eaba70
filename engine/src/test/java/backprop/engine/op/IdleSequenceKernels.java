// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Recurrence;
import backprop.engine.backend.SequenceKernels;

/** The part of {@link IdleKernels} for sequences: calls the functions and computes nothing else. */
final class IdleSequenceKernels implements SequenceKernels {
  private final float[] numbers;

  IdleSequenceKernels(float[] numbers) {
    this.numbers = numbers;
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
    f.forward(numbers, numbers, 0, numbers.length);
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
    f.backward(numbers, numbers, numbers, numbers, 0, numbers.length);
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
    gate.forward(numbers, numbers, 0, numbers.length);
    candidate.forward(numbers, numbers, 0, numbers.length);
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
    gate.backward(numbers, numbers, numbers, numbers, 0, numbers.length);
    candidate.backward(numbers, numbers, numbers, numbers, 0, numbers.length);
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
    gate.forward(numbers, numbers, 0, numbers.length);
    candidate.forward(numbers, numbers, 0, numbers.length);
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
    gate.backward(numbers, numbers, numbers, numbers, 0, numbers.length);
    candidate.backward(numbers, numbers, numbers, numbers, 0, numbers.length);
  }

  @Override
  public void padding(Matrix x, double value, boolean missing, Matrix mask) {}

  @Override
  public void keepRows(Matrix x, Matrix mask, double beta, Matrix y) {}

  @Override
  public void endStep(Matrix x, int time, boolean first, Matrix mask, Matrix y) {}

  @Override
  public void endStepGradient(
      Matrix dy, int time, boolean first, Matrix mask, double beta, Matrix dx) {}
}
