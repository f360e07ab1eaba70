// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Recurrence;
import java.util.Arrays;

/** Simple recurrence; the definition is that of the kernel. */
final class RnnLoops extends CellLoops {
  private static final int BLOCKS = 6;

  private final float[][][] in;
  private final float[][][] out;

  private Elementwise f;
  private Matrix projected;
  private Matrix previous;
  private Matrix sums;
  private Matrix output;
  private Matrix doutput;

  RnnLoops(Workers workers, StepProduct product) {
    super(workers, product);
    in = new float[workers.threads()][1][];
    out = new float[workers.threads()][1][];
  }

  void run(
      Recurrence how,
      long key,
      Elementwise f,
      Matrix projected,
      Matrix recurrent,
      Matrix mask,
      Matrix previous,
      Matrix sums,
      Matrix output) {
    this.f = f;
    this.projected = projected;
    this.previous = previous;
    this.sums = sums;
    this.output = output;
    run(how, key, recurrent, mask, output.rows(), false);
  }

  void runBack(
      Recurrence how,
      long key,
      Elementwise f,
      Matrix recurrent,
      Matrix mask,
      Matrix output,
      Matrix doutput,
      Matrix sums) {
    this.f = f;
    this.output = output;
    this.doutput = doutput;
    this.sums = sums;
    run(how, key, recurrent, mask, output.rows(), true);
  }

  @Override
  void forward(int first, int rows, int worker) {
    int n = rows * units;
    float[][] all = blocks(worker, BLOCKS);
    float[] h = all[0];
    float[] newH = all[1];
    float[][] hidden = in[worker];
    float[][] z = out[worker];
    hidden[0] = all[2];
    z[0] = all[3];
    Arrays.fill(h, 0, n, 0f);
    float[] start = FloatArray.of(projected);
    int step = time * projected.stride();
    for (int s = 0; s < time; s++) {
      hide(h, first, n, hidden[0]);
      store(hidden[0], previous, first, rows, s);
      product.multiply(worker, hidden, rows, start, at(projected, first, s), step, z);
      if (f.backwardReadsInput()) {
        store(z[0], sums, first, rows, s);
      }
      f.forward(z[0], newH, 0, n);
      keep(padding(first, rows, s, worker), rows, h, newH);
      store(newH, output, first, rows, s);
      float[] t = h;
      h = newH;
      newH = t;
    }
  }

  @Override
  void backward(int first, int rows, int worker) {
    int n = rows * units;
    float[][] all = blocks(worker, BLOCKS);
    float[] dh = all[0];
    float[] newDh = all[1];
    float[] y = all[2];
    float[] d = all[3];
    float[][] dz = in[worker];
    float[][] back = out[worker];
    dz[0] = all[4];
    Arrays.fill(dh, 0, n, 0f);
    for (int s = time - 1; s >= 0; s--) {
      load(doutput, first, rows, s, d);
      add(d, dh, n);
      if (f.backwardReadsInput()) {
        load(sums, first, rows, s, dz[0]);
      }
      load(output, first, rows, s, y);
      f.backward(dz[0], y, dh, dz[0], 0, n);
      boolean[] padding = padding(first, rows, s, worker);
      clear(padding, rows, dz[0]);
      store(dz[0], sums, first, rows, s);
      if (how.flowsBackFrom(s)) {
        back[0] = newDh;
        product.multiply(worker, dz, rows, null, 0, 0, back);
        hide(newDh, first, n, newDh);
        keep(padding, rows, dh, newDh);
      } else {
        Arrays.fill(newDh, 0, n, 0f);
      }
      float[] t = dh;
      dh = newDh;
      newDh = t;
    }
  }
}
