// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Checks;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Recurrence;
import backprop.engine.backend.SequenceChecks;
import backprop.engine.backend.SequenceKernels;
import java.util.Arrays;

/**
 * {@link SequenceKernels} in float. This class checks the sizes; the cells' loops are in {@link
 * RnnLoops}, {@link LstmLoops} and {@link GruLoops}.
 */
final class JavaSequenceKernels implements SequenceKernels {
  private final RnnLoops rnn;
  private final LstmLoops lstm;
  private final GruLoops gru;

  /**
   * @param way how products are computed
   */
  JavaSequenceKernels(Workers workers, Product way) {
    StepProduct product = way.steps(workers, CellLoops.MOST_ROWS);
    rnn = new RnnLoops(workers, product);
    lstm = new LstmLoops(workers, product);
    gru = new GruLoops(workers, product);
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
    rnn.run(how, key, f, projected, recurrent, mask, previous, sums, output);
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
    rnn.runBack(how, key, f, recurrent, mask, output, doutput, sums);
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
    lstm.run(
        how, key, gate, candidate, projected, recurrent, mask, previous, sums, gates, cells,
        output);
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
    lstm.runBack(how, key, gate, candidate, recurrent, mask, gates, cells, doutput, sums);
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
    gru.run(
        how, key, gate, candidate, projected, recurrent, bias, mask, previous, products, sums,
        gates, output);
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
    gru.runBack(how, key, gate, candidate, recurrent, mask, gates, output, doutput, products, sums);
  }

  @Override
  public void padding(Matrix x, double value, boolean missing, Matrix mask) {
    SequenceChecks.padding(x, mask);
    float[] values = FloatArray.of(x);
    float same = (float) value;
    for (int r = 0; r < x.rows(); r++) {
      int at = x.offset() + r * x.stride();
      boolean equal = true;
      boolean none = missing;
      for (int c = 0; c < x.columns() && (equal || none); c++) {
        equal &= values[at + c] == same;
        none &= Float.isNaN(values[at + c]);
      }
      FloatArray.of(mask)[mask.offset() + r * mask.stride()] = equal || none ? 0 : 1;
    }
  }

  @Override
  public void keepRows(Matrix x, Matrix mask, double beta, Matrix y) {
    SequenceChecks.keepRows(x, mask, beta, y);
    float[] from = FloatArray.of(x);
    float[] to = FloatArray.of(y);
    for (int r = 0; r < x.rows(); r++) {
      int a = x.offset() + r * x.stride();
      int b = y.offset() + r * y.stride();
      if (FloatArray.of(mask)[mask.offset() + r * mask.stride()] != 0) {
        move(from, a, beta, to, b, x.columns());
      } else if (beta == 0) {
        Arrays.fill(to, b, b + x.columns(), 0f);
      }
    }
  }

  private static void move(float[] from, int a, double beta, float[] to, int b, int count) {
    if (beta == 0) {
      Scratch.copy(from, a, to, b, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[b + i] += from[a + i];
    }
  }

  @Override
  public void endStep(Matrix x, int time, boolean first, Matrix mask, Matrix y) {
    SequenceChecks.endStep("endStep", x, time, mask, y);
    float[] to = FloatArray.of(y);
    for (int e = 0; e < y.rows(); e++) {
      int row = end(e, time, first, mask);
      int b = y.offset() + e * y.stride();
      if (row < 0) {
        Arrays.fill(to, b, b + y.columns(), 0f);
      } else {
        move(FloatArray.of(x), x.offset() + row * x.stride(), 0, to, b, y.columns());
      }
    }
  }

  @Override
  public void endStepGradient(
      Matrix dy, int time, boolean first, Matrix mask, double beta, Matrix dx) {
    SequenceChecks.endStep("endStepGradient", dx, time, mask, dy);
    Checks.beta("endStepGradient", beta);
    float[] to = FloatArray.of(dx);
    for (int r = 0; r < dx.rows() && beta == 0; r++) {
      int at = dx.offset() + r * dx.stride();
      Arrays.fill(to, at, at + dx.columns(), 0f);
    }
    for (int e = 0; e < dy.rows(); e++) {
      int row = end(e, time, first, mask);
      if (row >= 0) {
        int a = dy.offset() + e * dy.stride();
        move(FloatArray.of(dy), a, 1, to, dx.offset() + row * dx.stride(), dy.columns());
      }
    }
  }

  /** The row that holds an example's last step, or its first; -1 where all are padding. */
  private static int end(int example, int time, boolean first, Matrix mask) {
    if (mask == null) {
      return example * time + (first ? 0 : time - 1);
    }
    float[] values = FloatArray.of(mask);
    for (int s = 0; s < time; s++) {
      int row = example * time + (first ? s : time - 1 - s);
      if (values[mask.offset() + row * mask.stride()] != 0) {
        return row;
      }
    }
    return -1;
  }
}
