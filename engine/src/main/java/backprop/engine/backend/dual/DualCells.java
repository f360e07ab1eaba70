// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.dual;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Recurrence;

/**
 * Recurrent cells step by step, composed of kernels on dual numbers: all examples of a step are the
 * rows of a view, so that values and tangents come from the same few products.
 */
final class DualCells {
  private final Kernels k;

  /** Over the kernels on dual numbers. */
  DualCells(Kernels k) {
    this.k = k;
  }

  /** A run over the steps of all examples, in one direction. */
  private abstract class Steps {
    final Recurrence how;
    final long key;
    final Matrix recurrent;
    final Matrix mask;
    final int units;
    final int examples;
    private final Matrix spare;

    Steps(Recurrence how, long key, Matrix recurrent, Matrix mask, Matrix output) {
      this.how = how;
      this.key = key;
      this.recurrent = recurrent;
      this.mask = mask;
      this.units = recurrent.rows();
      this.examples = output.rows() / how.time();
      this.spare = room();
    }

    /** Zeros, one for each example and unit. */
    final Matrix room() {
      Matrix m = Matrix.of(k.allocate(Math.max(1, examples * units)), examples, units);
      k.fill(0, m);
      return m;
    }

    /** The rows of the step that is processed as number s. */
    final Matrix at(Matrix m, int s) {
      int from = m.offset() + how.step(s) * m.stride();
      return new Matrix(m.buffer(), from, examples, m.columns(), how.time() * m.stride());
    }

    /** One group of columns of that step. */
    final Matrix at(Matrix m, int s, int group) {
      return at(m, s).columns(group * units, units);
    }

    /** {@code to = x + beta * to} with what recurrent dropout leaves of x. */
    private void hide(Matrix x, double beta, Matrix to) {
      if (how.dropout() > 0) {
        k.dropout(x, how.dropout(), key, beta, to);
      } else {
        k.axpby(1, x, beta, to);
      }
    }

    /** Replaces old by fresh, but not where the step is padding. */
    final void replace(int s, Matrix fresh, Matrix old) {
      if (mask == null) {
        k.copy(fresh, old);
      } else {
        k.axpby(-1, old, 0, spare);
        k.sequences().keepRows(spare, at(mask, s), 1, old);
        k.sequences().keepRows(fresh, at(mask, s), 1, old);
      }
    }

    /** The numbers of real steps, and zeros for padding. */
    private void real(int s, Matrix from, Matrix to) {
      if (mask == null) {
        k.copy(from, to);
      } else {
        k.sequences().keepRows(from, at(mask, s), 0, to);
      }
    }

    final void forward(Matrix previous, Matrix output) {
      Matrix h = room();
      for (int s = 0; s < how.time(); s++) {
        hide(h, 0, at(previous, s));
        step(s, h);
        k.copy(h, at(output, s));
      }
    }

    /** From the state before a step, which is there as previous too, to that after it. */
    void step(int s, Matrix h) {}

    final void backward(Matrix doutput, Matrix dproducts) {
      Matrix dh = room();
      Matrix rest = room();
      Matrix back = room();
      for (int s = how.time() - 1; s >= 0; s--) {
        k.axpby(1, at(doutput, s), 1, dh);
        k.fill(0, rest);
        stepGradient(s, dh, rest);
        replace(s, rest, dh);
        k.gemm(false, true, 1, at(dproducts, s), recurrent, 0, back);
        hide(back, 1, dh);
        if (!how.flowsBackFrom(s)) {
          k.fill(0, dh);
          cut();
        }
      }
    }

    /**
     * Writes the gradients of a step's sums.
     *
     * @param rest receives what reaches the state before, but not through the recurrent weights
     */
    void stepGradient(int s, Matrix dh, Matrix rest) {}

    /** Forgets what else would flow back. */
    void cut() {}

    /** {@code sums = d * f'(sums)} in one group, 0 for padding. */
    final void through(int s, int group, Elementwise f, Matrix sums, Matrix values, Matrix d) {
      k.mapGradient(f, at(sums, s, group), at(values, s, group), d, 0, spare);
      real(s, spare, at(sums, s, group));
    }
  }

  void rnn(
      Recurrence how,
      long key,
      Elementwise f,
      Matrix projected,
      Matrix recurrent,
      Matrix mask,
      Matrix previous,
      Matrix sums,
      Matrix output) {
    new Steps(how, key, recurrent, mask, output) {
      private final Matrix fresh = room();

      @Override
      void step(int s, Matrix h) {
        k.copy(at(projected, s), at(sums, s));
        k.gemm(false, false, 1, at(previous, s), recurrent, 1, at(sums, s));
        k.map(f, at(sums, s), fresh);
        replace(s, fresh, h);
      }
    }.forward(previous, output);
  }

  void rnnGradient(
      Recurrence how,
      long key,
      Elementwise f,
      Matrix recurrent,
      Matrix mask,
      Matrix output,
      Matrix doutput,
      Matrix sums) {
    new Steps(how, key, recurrent, mask, output) {
      @Override
      void stepGradient(int s, Matrix dh, Matrix rest) {
        through(s, 0, f, sums, output, dh);
      }
    }.backward(doutput, sums);
  }

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
      Matrix output) {
    new Steps(how, key, recurrent, mask, output) {
      private final Matrix c = room();
      private final Matrix fresh = room();
      private final Matrix freshOutput = room();

      @Override
      void step(int s, Matrix h) {
        k.copy(at(projected, s), at(sums, s));
        k.gemm(false, false, 1, at(previous, s), recurrent, 1, at(sums, s));
        for (int g = 0; g < 4; g++) {
          k.map(g < 3 ? gate : candidate, at(sums, s, g), at(gates, s, g));
        }
        k.multiply(at(gates, s, 1), c, 0, fresh);
        k.multiply(at(gates, s, 0), at(gates, s, 3), 1, fresh);
        replace(s, fresh, c);
        k.copy(c, at(cells, s));
        k.map(candidate, c, fresh);
        k.multiply(at(gates, s, 2), fresh, 0, freshOutput);
        replace(s, freshOutput, h);
      }
    }.forward(previous, output);
  }

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
      Matrix sums) {
    new Steps(how, key, recurrent, mask, doutput) {
      private final Matrix dc = room();
      private final Matrix y = room();
      private final Matrix d = room();
      private final Matrix part = room();

      @Override
      void stepGradient(int s, Matrix dh, Matrix rest) {
        k.map(candidate, at(cells, s), y);
        k.multiply(dh, at(gates, s, 2), 0, part);
        k.mapGradient(candidate, at(cells, s), y, part, 0, d);
        k.axpby(1, dc, 1, d);
        k.multiply(d, at(gates, s, 3), 0, part);
        through(s, 0, gate, sums, gates, part);
        if (s == 0) {
          k.fill(0, part);
        } else {
          k.multiply(d, at(cells, s - 1), 0, part);
        }
        through(s, 1, gate, sums, gates, part);
        k.multiply(dh, y, 0, part);
        through(s, 2, gate, sums, gates, part);
        k.multiply(d, at(gates, s, 0), 0, part);
        through(s, 3, candidate, sums, gates, part);
        k.multiply(d, at(gates, s, 1), 0, part);
        replace(s, part, dc);
      }

      @Override
      void cut() {
        k.fill(0, dc);
      }
    }.backward(doutput, sums);
  }

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
      Matrix output) {
    new Steps(how, key, recurrent, mask, output) {
      private final Matrix fresh = room();
      private final Matrix part = room();

      @Override
      void step(int s, Matrix h) {
        k.affine(at(previous, s), recurrent, bias, at(products, s));
        k.copy(at(projected, s), at(sums, s));
        for (int g = 0; g < 2; g++) {
          k.axpby(1, at(products, s, g), 1, at(sums, s, g));
          k.map(gate, at(sums, s, g), at(gates, s, g));
        }
        k.multiply(at(gates, s, 1), at(products, s, 2), 1, at(sums, s, 2));
        k.map(candidate, at(sums, s, 2), at(gates, s, 2));
        k.copy(at(gates, s, 2), fresh);
        k.axpby(-1, at(gates, s, 0), 0, part);
        k.multiply(part, at(gates, s, 2), 1, fresh);
        k.multiply(at(gates, s, 0), h, 1, fresh);
        replace(s, fresh, h);
      }
    }.forward(previous, output);
  }

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
      Matrix sums) {
    new Steps(how, key, recurrent, mask, output) {
      private final Matrix part = room();
      private final Matrix change = room();

      @Override
      void stepGradient(int s, Matrix dh, Matrix rest) {
        k.multiply(dh, at(gates, s, 0), 0, rest);
        k.copy(dh, part);
        k.axpby(-1, rest, 1, part);
        through(s, 2, candidate, sums, gates, part);
        k.multiply(at(sums, s, 2), at(products, s, 2), 0, part);
        through(s, 1, gate, sums, gates, part);
        k.axpby(-1, at(gates, s, 2), 0, change);
        if (s > 0) {
          k.axpby(1, at(output, s - 1), 1, change);
        }
        k.multiply(dh, change, 0, part);
        through(s, 0, gate, sums, gates, part);
        k.copy(at(sums, s, 0), at(products, s, 0));
        k.copy(at(sums, s, 1), at(products, s, 1));
        k.multiply(at(sums, s, 2), at(gates, s, 1), 0, at(products, s, 2));
      }
    }.backward(doutput, products);
  }
}
