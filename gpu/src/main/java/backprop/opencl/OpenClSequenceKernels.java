// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.opencl;

import backprop.engine.backend.Checks;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Recurrence;
import backprop.engine.backend.SequenceChecks;
import backprop.engine.backend.SequenceKernels;
import backprop.opencl.Launcher.Scratch;

/**
 * {@link SequenceKernels} on a device: for each step the product with the recurrent weights and one
 * kernel for all that a cell does with it.
 */
final class OpenClSequenceKernels implements SequenceKernels {
  private static final String FILE = "sequences.cl";
  private static final int RNN = 0;
  private static final int LSTM = 2;
  private static final int GRU = 4;

  private final Launcher launcher;
  private final Functions functions;
  private final Gemm gemm;

  OpenClSequenceKernels(Launcher launcher, Functions functions, Gemm gemm) {
    this.launcher = launcher;
    this.functions = functions;
    this.gemm = gemm;
  }

  private Call[] cell(Elementwise gate, Elementwise candidate) {
    Call[] calls = functions.cell(gate, candidate);
    if (calls == null) {
      throw new IllegalArgumentException(
          "the OpenCL backend cannot run a recurrent layer with the function "
              + gate.getClass().getName()
              + " or "
              + candidate.getClass().getName()
              + ", which cannot be translated for the device; use backend 'java'");
    }
    return calls;
  }

  private static Call step(Call c, Recurrence how, int step, int before) {
    return c.integer(how.time()).integer(step).integer(before);
  }

  private static Call mask(Call c, Matrix mask, Matrix other) {
    return c.integer(mask != null).matrix(mask != null ? mask : other);
  }

  /** The position of the step before the one processed as number s; -1 for the first. */
  private static int before(Recurrence how, int s) {
    return s == 0 ? -1 : how.step(s - 1);
  }

  /** The state before a step as the recurrent weights see it. */
  private void hidden(
      Recurrence how, long key, int s, int examples, Matrix output, Matrix previous) {
    Call c = launcher.call(FILE, "hidden").elements(examples, previous.columns());
    step(c, how, how.step(s), before(how, s));
    ElementKernels.chance(c, how.dropout(), key).matrix(output).matrix(previous).run();
  }

  /** {@code to = previous * recurrent + beta * to} in the rows of a step. */
  private void recur(
      Recurrence how,
      int step,
      int examples,
      Matrix previous,
      Matrix recurrent,
      double beta,
      Matrix to,
      Matrix bias) {
    gemm.product(false, false, examples, recurrent.columns(), recurrent.rows())
        .a(Call.of(previous), previous.offset() + step * previous.stride(), apart(how, previous))
        .b(recurrent)
        .adding(beta)
        .c(Call.of(to), to.offset() + step * to.stride(), apart(how, to))
        .bias(bias)
        .run();
  }

  /** Elements from a step of an example to that of the next. */
  private static int apart(Recurrence how, Matrix x) {
    return how.time() * x.stride();
  }

  /** What a step's gradient of the products passes back through the recurrent weights. */
  private void back(
      Recurrence how, int step, int examples, Matrix gradient, Matrix recurrent, DeviceBuffer to) {
    gemm.product(false, true, examples, recurrent.rows(), recurrent.columns())
        .a(Call.of(gradient), gradient.offset() + step * gradient.stride(), apart(how, gradient))
        .b(recurrent)
        .c(to, 0, recurrent.rows())
        .run();
  }

  private void copy(Matrix x, Matrix y) {
    launcher.elements("elements.cl", "copy", y, Launcher.flat(x, y)).matrix(x).matrix(y).run();
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
    SequenceChecks.rnn("rnn", how, recurrent, mask, projected, previous, sums, output);
    Call cell = cell(f, f)[RNN];
    int examples = output.rows() / how.time();
    copy(projected, sums);
    for (int s = 0; s < how.time(); s++) {
      int step = how.step(s);
      hidden(how, key, s, examples, output, previous);
      recur(how, step, examples, previous, recurrent, 1, sums, null);
      step(cell.elements(examples, recurrent.rows()), how, step, before(how, s));
      mask(cell, mask, output).matrix(sums).matrix(output).run();
    }
  }

  /** The part of a gradient kernel's arguments that all cells share. */
  private Call gradient(
      Call cell, Recurrence how, long key, int s, int examples, int units, Matrix mask, Matrix m) {
    Call c = step(cell.elements(examples, units), how, how.step(s), before(how, s));
    ElementKernels.chance(c, how.dropout(), key);
    boolean flows = s + 1 < how.time() && how.flowsBackFrom(s + 1);
    return mask(c, mask, m)
        .integer(flows)
        .matrix(launcher.scratch(Scratch.CARRY, examples * units), 0, units)
        .matrix(launcher.scratch(Scratch.PRODUCT, examples * units), 0, units);
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
    SequenceChecks.rnn("rnnGradient", how, recurrent, mask, output, doutput, sums, sums);
    Call cell = cell(f, f)[RNN + 1];
    int examples = output.rows() / how.time();
    int units = recurrent.rows();
    for (int s = how.time() - 1; s >= 0; s--) {
      gradient(cell, how, key, s, examples, units, mask, output)
          .matrix(output)
          .matrix(doutput)
          .matrix(sums)
          .run();
      if (how.flowsBackFrom(s)) {
        DeviceBuffer product = launcher.scratch(Scratch.PRODUCT, examples * units);
        back(how, how.step(s), examples, sums, recurrent, product);
      }
    }
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
    SequenceChecks.lstm(
        "lstm", how, recurrent, mask, projected, sums, gates, previous, cells, output);
    Call cell = cell(gate, candidate)[LSTM];
    int examples = output.rows() / how.time();
    copy(projected, sums);
    for (int s = 0; s < how.time(); s++) {
      int step = how.step(s);
      hidden(how, key, s, examples, output, previous);
      recur(how, step, examples, previous, recurrent, 1, sums, null);
      step(cell.elements(examples, recurrent.rows()), how, step, before(how, s));
      mask(cell, mask, output).matrix(sums).matrix(gates).matrix(cells).matrix(output).run();
    }
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
    SequenceChecks.lstm(
        "lstmGradient", how, recurrent, mask, gates, sums, null, cells, doutput, null);
    Call cell = cell(gate, candidate)[LSTM + 1];
    int examples = cells.rows() / how.time();
    int units = recurrent.rows();
    for (int s = how.time() - 1; s >= 0; s--) {
      gradient(cell, how, key, s, examples, units, mask, cells)
          .matrix(launcher.scratch(Scratch.CELL_CARRY, examples * units), 0, units)
          .matrix(gates)
          .matrix(cells)
          .matrix(doutput)
          .matrix(sums)
          .run();
      if (how.flowsBackFrom(s)) {
        DeviceBuffer product = launcher.scratch(Scratch.PRODUCT, examples * units);
        back(how, how.step(s), examples, sums, recurrent, product);
      }
    }
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
    SequenceChecks.gru(
        "gru", how, recurrent, bias, mask, projected, products, sums, gates, previous, output);
    Call cell = cell(gate, candidate)[GRU];
    int examples = output.rows() / how.time();
    for (int s = 0; s < how.time(); s++) {
      int step = how.step(s);
      hidden(how, key, s, examples, output, previous);
      recur(how, step, examples, previous, recurrent, 0, products, bias);
      step(cell.elements(examples, recurrent.rows()), how, step, before(how, s));
      mask(cell, mask, output)
          .matrix(projected)
          .matrix(products)
          .matrix(sums)
          .matrix(gates)
          .matrix(output)
          .run();
    }
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
    SequenceChecks.gru(
        "gruGradient", how, recurrent, null, mask, gates, products, sums, null, output, doutput);
    Call cell = cell(gate, candidate)[GRU + 1];
    int examples = output.rows() / how.time();
    int units = recurrent.rows();
    for (int s = how.time() - 1; s >= 0; s--) {
      gradient(cell, how, key, s, examples, units, mask, output)
          .matrix(gates)
          .matrix(output)
          .matrix(doutput)
          .matrix(products)
          .matrix(sums)
          .run();
      if (how.flowsBackFrom(s)) {
        DeviceBuffer product = launcher.scratch(Scratch.PRODUCT, examples * units);
        back(how, how.step(s), examples, products, recurrent, product);
      }
    }
  }

  // ---- masks and single steps

  @Override
  public void padding(Matrix x, double value, boolean missing, Matrix mask) {
    SequenceChecks.padding(x, mask);
    launcher
        .call(FILE, "padding")
        .integer(x.rows())
        .integer(x.columns())
        .number(value)
        .integer(missing)
        .matrix(x)
        .matrix(mask)
        .items(x.rows());
  }

  @Override
  public void keepRows(Matrix x, Matrix mask, double beta, Matrix y) {
    SequenceChecks.keepRows(x, mask, beta, y);
    launcher
        .elements("elements.cl", "keep_rows", y, false)
        .matrix(x)
        .matrix(mask)
        .integer(beta != 0)
        .matrix(y)
        .run();
  }

  @Override
  public void endStep(Matrix x, int time, boolean first, Matrix mask, Matrix y) {
    SequenceChecks.endStep("endStep", x, time, mask, y);
    Call c = launcher.elements(FILE, "end_step", y, false).integer(time).integer(first);
    mask(c, mask, x).matrix(x).matrix(y).run();
  }

  @Override
  public void endStepGradient(
      Matrix dy, int time, boolean first, Matrix mask, double beta, Matrix dx) {
    SequenceChecks.endStep("endStepGradient", dx, time, mask, dy);
    Checks.beta("endStepGradient", beta);
    Call c = launcher.elements(FILE, "end_step_gradient", dx, false).integer(time).integer(first);
    mask(c, mask, dx).matrix(dy).integer(beta != 0).matrix(dx).run();
  }
}
