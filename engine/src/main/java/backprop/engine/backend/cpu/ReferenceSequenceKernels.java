// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import static backprop.engine.backend.cpu.Cells.get;
import static backprop.engine.backend.cpu.Cells.put;
import static backprop.engine.backend.cpu.Cells.set;

import backprop.engine.backend.Checks;
import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.Recurrence;
import backprop.engine.backend.SequenceChecks;
import backprop.engine.backend.SequenceKernels;
import java.util.Arrays;

/** {@link SequenceKernels} in double precision, example by example. */
final class ReferenceSequenceKernels implements SequenceKernels {

  /** One pass over one example's steps, in one direction. */
  private abstract static class Pass {
    final Recurrence how;
    final long key;
    final Matrix recurrent;
    final Matrix mask;
    final int units;

    Pass(Recurrence how, long key, Matrix recurrent, Matrix mask) {
      this.how = how;
      this.key = key;
      this.recurrent = recurrent;
      this.mask = mask;
      this.units = recurrent.rows();
    }

    double factor(int example, int unit) {
      int bits = RandomStream.bits((int) key, (int) (key >>> 32), example * units + unit);
      boolean kept = Integer.toUnsignedLong(bits) >= how.dropout() * 0x1.0p32;
      return how.dropout() == 0 ? 1 : kept ? 1 / (1 - how.dropout()) : 0;
    }

    boolean padding(int row) {
      return mask != null && get(mask, row, 0) == 0;
    }

    /** The row of the matrices for an example's step of processing; -1 before the first. */
    int row(int example, int s) {
      return s < 0 ? -1 : example * how.time() + how.step(s);
    }

    void forward(int examples, Matrix previous, Matrix output) {
      for (int b = 0; b < examples; b++) {
        double[] h = new double[units];
        double[] c = new double[units];
        for (int s = 0; s < how.time(); s++) {
          int row = row(b, s);
          for (int j = 0; j < units; j++) {
            set(previous, row, j, h[j] * factor(b, j));
          }
          step(row, h, c, padding(row));
          for (int j = 0; j < units; j++) {
            set(output, row, j, h[j]);
          }
        }
      }
    }

    /** {@code hidden(h) * recurrent} in one column. */
    double product(Matrix previous, int row, int column) {
      double sum = 0;
      for (int p = 0; p < units; p++) {
        sum += get(previous, row, p) * get(recurrent, p, column);
      }
      return sum;
    }

    /** Replaces the state, unless it is padding; fills the step's rows all the same. */
    void step(int row, double[] h, double[] c, boolean padding) {}

    /**
     * From the gradient of h and c after a step to that before it, without what flows through the
     * product with the recurrent weights; writes the sums' gradients.
     */
    void stepGradient(int row, int before, double[] dh, double[] dc) {}

    void backward(int examples, Matrix doutput, Matrix dproducts, Matrix... gradients) {
      for (int b = 0; b < examples; b++) {
        double[] dh = new double[units];
        double[] dc = new double[units];
        for (int s = how.time() - 1; s >= 0; s--) {
          int row = row(b, s);
          for (int j = 0; j < units; j++) {
            dh[j] += get(doutput, row, j);
          }
          if (padding(row)) {
            for (Matrix m : gradients) {
              Cells.each(m.rows(row, 1), 0, (r, i) -> 0);
            }
          } else {
            stepGradient(row, row(b, s - 1), dh, dc);
            for (int j = 0; j < units; j++) {
              double sum = 0;
              for (int p = 0; p < recurrent.columns(); p++) {
                sum += get(dproducts, row, p) * get(recurrent, j, p);
              }
              dh[j] += sum * factor(b, j);
            }
          }
          if (!how.flowsBackFrom(s)) {
            Arrays.fill(dh, 0);
            Arrays.fill(dc, 0);
          }
        }
      }
    }
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
    new Pass(how, key, recurrent, mask) {
      @Override
      void step(int row, double[] h, double[] c, boolean padding) {
        for (int j = 0; j < units; j++) {
          double s = get(projected, row, j) + product(previous, row, j);
          set(sums, row, j, s);
          h[j] = padding ? h[j] : f.value(s);
        }
      }
    }.forward(output.rows() / how.time(), previous, output);
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
    new Pass(how, key, recurrent, mask) {
      @Override
      void stepGradient(int row, int before, double[] dh, double[] dc) {
        for (int j = 0; j < units; j++) {
          set(sums, row, j, dh[j] * f.derivative(get(sums, row, j), get(output, row, j)));
          dh[j] = 0;
        }
      }
    }.backward(output.rows() / how.time(), doutput, sums, sums);
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
    new Pass(how, key, recurrent, mask) {
      @Override
      void step(int row, double[] h, double[] c, boolean padding) {
        for (int j = 0; j < 4 * units; j++) {
          double s = get(projected, row, j) + product(previous, row, j);
          set(sums, row, j, s);
          set(gates, row, j, (j < 3 * units ? gate : candidate).value(s));
        }
        for (int j = 0; j < units; j++) {
          double i = get(gates, row, j);
          double f = get(gates, row, units + j);
          double o = get(gates, row, 2 * units + j);
          double g = get(gates, row, 3 * units + j);
          c[j] = padding ? c[j] : f * c[j] + i * g;
          h[j] = padding ? h[j] : o * candidate.value(c[j]);
          set(cells, row, j, c[j]);
        }
      }
    }.forward(output.rows() / how.time(), previous, output);
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
    new Pass(how, key, recurrent, mask) {
      @Override
      void stepGradient(int row, int before, double[] dh, double[] dc) {
        for (int j = 0; j < units; j++) {
          double i = get(gates, row, j);
          double f = get(gates, row, units + j);
          double o = get(gates, row, 2 * units + j);
          double g = get(gates, row, 3 * units + j);
          double c = get(cells, row, j);
          double y = candidate.value(c);
          double d = dc[j] + dh[j] * o * candidate.derivative(c, y);
          through(row, j, gate, d * g);
          through(row, units + j, gate, before < 0 ? 0 : d * get(cells, before, j));
          through(row, 2 * units + j, gate, dh[j] * y);
          through(row, 3 * units + j, candidate, d * i);
          dc[j] = d * f;
          dh[j] = 0;
        }
      }

      private void through(int row, int j, Elementwise f, double d) {
        set(sums, row, j, d * f.derivative(get(sums, row, j), get(gates, row, j)));
      }
    }.backward(cells.rows() / how.time(), doutput, sums, sums);
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
    new Pass(how, key, recurrent, mask) {
      @Override
      void step(int row, double[] h, double[] c, boolean padding) {
        for (int j = 0; j < 3 * units; j++) {
          double q = product(previous, row, j) + get(bias, 0, j);
          set(products, row, j, q);
          double r = j < 2 * units ? 1 : get(gates, row, j - units);
          double s = get(projected, row, j) + r * q;
          set(sums, row, j, s);
          set(gates, row, j, (j < 2 * units ? gate : candidate).value(s));
        }
        for (int j = 0; j < units; j++) {
          double z = get(gates, row, j);
          h[j] = padding ? h[j] : (1 - z) * get(gates, row, 2 * units + j) + z * h[j];
        }
      }
    }.forward(output.rows() / how.time(), previous, output);
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
    new Pass(how, key, recurrent, mask) {
      @Override
      void stepGradient(int row, int before, double[] dh, double[] dc) {
        for (int j = 0; j < units; j++) {
          double z = get(gates, row, j);
          double r = get(gates, row, units + j);
          double n = get(gates, row, 2 * units + j);
          double old = before < 0 ? 0 : get(output, before, j);
          double dn = through(row, 2 * units + j, candidate, dh[j] * (1 - z));
          double dr = through(row, units + j, gate, dn * get(products, row, 2 * units + j));
          double dz = through(row, j, gate, dh[j] * (old - n));
          set(products, row, j, dz);
          set(products, row, units + j, dr);
          set(products, row, 2 * units + j, dn * r);
          dh[j] *= z;
        }
      }

      private double through(int row, int j, Elementwise f, double d) {
        double ds = d * f.derivative(get(sums, row, j), get(gates, row, j));
        set(sums, row, j, ds);
        return ds;
      }
    }.backward(output.rows() / how.time(), doutput, products, products, sums);
  }

  @Override
  public void padding(Matrix x, double value, boolean missing, Matrix mask) {
    SequenceChecks.padding(x, mask);
    for (int r = 0; r < x.rows(); r++) {
      boolean same = true;
      boolean none = missing;
      for (int c = 0; c < x.columns(); c++) {
        same &= get(x, r, c) == value;
        none &= Double.isNaN(get(x, r, c));
      }
      set(mask, r, 0, same || none ? 0 : 1);
    }
  }

  @Override
  public void keepRows(Matrix x, Matrix mask, double beta, Matrix y) {
    SequenceChecks.keepRows(x, mask, beta, y);
    for (int r = 0; r < x.rows(); r++) {
      for (int c = 0; c < x.columns(); c++) {
        put(y, r, c, get(mask, r, 0) == 0 ? 0 : get(x, r, c), beta);
      }
    }
  }

  @Override
  public void endStep(Matrix x, int time, boolean first, Matrix mask, Matrix y) {
    SequenceChecks.endStep("endStep", x, time, mask, y);
    for (int b = 0; b < y.rows(); b++) {
      int row = end(b, time, first, mask);
      for (int c = 0; c < y.columns(); c++) {
        set(y, b, c, row < 0 ? 0 : get(x, row, c));
      }
    }
  }

  @Override
  public void endStepGradient(
      Matrix dy, int time, boolean first, Matrix mask, double beta, Matrix dx) {
    SequenceChecks.endStep("endStepGradient", dx, time, mask, dy);
    Checks.beta("endStepGradient", beta);
    Cells.each(dx, beta, (r, c) -> 0);
    for (int b = 0; b < dy.rows(); b++) {
      int row = end(b, time, first, mask);
      for (int c = 0; c < dy.columns() && row >= 0; c++) {
        put(dx, row, c, get(dy, b, c), 1);
      }
    }
  }

  private static int end(int example, int time, boolean first, Matrix mask) {
    for (int s = 0; s < time; s++) {
      int row = example * time + (first ? s : time - 1 - s);
      if (mask == null || get(mask, row, 0) != 0) {
        return row;
      }
    }
    return -1;
  }
}
