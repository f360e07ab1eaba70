// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Recurrence;
import java.util.Arrays;

/** Long short-term memory; the definition is that of the kernel. */
final class LstmLoops extends CellLoops {
  private static final int GROUPS = 4;
  private static final int BLOCKS = 16;

  private final float[][][] sumBlocks;
  private final float[][][] gateBlocks;
  private final float[][][] single;

  private Elementwise gate;
  private Elementwise candidate;
  private Matrix projected;
  private Matrix previous;
  private Matrix sums;
  private Matrix gates;
  private Matrix cells;
  private Matrix output;

  LstmLoops(Workers workers, StepProduct product) {
    super(workers, product);
    sumBlocks = new float[workers.threads()][GROUPS][];
    gateBlocks = new float[workers.threads()][GROUPS][];
    single = new float[workers.threads()][1][];
  }

  void run(
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
    this.gate = gate;
    this.candidate = candidate;
    this.projected = projected;
    this.previous = previous;
    this.sums = sums;
    this.gates = gates;
    this.cells = cells;
    this.output = output;
    run(how, key, recurrent, mask, output.rows(), false);
  }

  void runBack(
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
    this.gate = gate;
    this.candidate = candidate;
    this.gates = gates;
    this.cells = cells;
    this.output = doutput;
    this.sums = sums;
    run(how, key, recurrent, mask, doutput.rows(), true);
  }

  /** Whether the gradient needs the sums, which most of the time are in no cache. */
  private boolean readsSums() {
    return gate.backwardReadsInput() || candidate.backwardReadsInput();
  }

  /** The blocks of the four groups, of sums or of gates. */
  private float[][] groups(float[][] all, int from, float[][][] of, int worker) {
    float[][] groups = of[worker];
    System.arraycopy(all, from, groups, 0, groups.length);
    return groups;
  }

  @Override
  void forward(int first, int rows, int worker) {
    int n = rows * units;
    float[][] all = blocks(worker, BLOCKS);
    float[][] z = groups(all, 0, sumBlocks, worker);
    float[][] a = groups(all, GROUPS, gateBlocks, worker);
    float[][] hidden = groups(all, 8, single, worker);
    float[] h = all[9];
    float[] c = all[10];
    float[] newH = all[11];
    float[] newC = all[12];
    float[] y = all[13];
    Arrays.fill(h, 0, n, 0f);
    Arrays.fill(c, 0, n, 0f);
    float[] start = FloatArray.of(projected);
    int step = time * projected.stride();
    for (int s = 0; s < time; s++) {
      hide(h, first, n, hidden[0]);
      store(hidden[0], previous, first, rows, s);
      product.multiply(worker, hidden, rows, start, at(projected, first, s), step, z);
      if (readsSums()) {
        store(z, sums, first, rows, s);
      }
      for (int g = 0; g < 3; g++) {
        gate.forward(z[g], a[g], 0, n);
      }
      candidate.forward(z[3], a[3], 0, n);
      store(a, gates, first, rows, s);
      multiply(a[1], c, newC, n);
      multiplyAdd(a[0], a[3], newC, n);
      candidate.forward(newC, y, 0, n);
      multiply(a[2], y, newH, n);
      boolean[] padding = padding(first, rows, s, worker);
      keep(padding, rows, c, newC);
      keep(padding, rows, h, newH);
      store(newC, cells, first, rows, s);
      store(newH, output, first, rows, s);
      float[] t = c;
      c = newC;
      newC = t;
      t = h;
      h = newH;
      newH = t;
    }
  }

  @Override
  void backward(int first, int rows, int worker) {
    int n = rows * units;
    float[][] all = blocks(worker, BLOCKS);
    float[][] z = groups(all, 0, sumBlocks, worker);
    float[][] a = groups(all, GROUPS, gateBlocks, worker);
    float[][] back = single[worker];
    float[] c = all[8];
    float[] before = all[9];
    float[] y = all[10];
    float[] dh = all[11];
    float[] dc = all[12];
    float[] newDh = all[13];
    float[] newDc = all[14];
    float[] d = all[15];
    Arrays.fill(dh, 0, n, 0f);
    Arrays.fill(dc, 0, n, 0f);
    load(cells, first, rows, time - 1, c);
    for (int s = time - 1; s >= 0; s--) {
      load(output, first, rows, s, d);
      add(d, dh, n);
      if (readsSums()) {
        load(sums, first, rows, s, z);
      }
      load(gates, first, rows, s, a);
      if (s > 0) {
        load(cells, first, rows, s - 1, before);
      } else {
        Arrays.fill(before, 0, n, 0f);
      }
      boolean[] padding = padding(first, rows, s, worker);
      candidate.forward(c, y, 0, n);
      multiply(dh, a[2], d, n);
      candidate.backward(c, y, d, d, 0, n);
      System.arraycopy(dc, 0, newDc, 0, n);
      add(d, newDc, n);
      multiply(newDc, a[3], d, n);
      gate.backward(z[0], a[0], d, z[0], 0, n);
      multiply(newDc, before, d, n);
      gate.backward(z[1], a[1], d, z[1], 0, n);
      multiply(dh, y, d, n);
      gate.backward(z[2], a[2], d, z[2], 0, n);
      multiply(newDc, a[0], d, n);
      candidate.backward(z[3], a[3], d, z[3], 0, n);
      for (int g = 0; g < GROUPS; g++) {
        clear(padding, rows, z[g]);
      }
      store(z, sums, first, rows, s);
      if (how.flowsBackFrom(s)) {
        multiply(newDc, a[1], newDc, n);
        back[0] = newDh;
        product.multiply(worker, z, rows, null, 0, 0, back);
        hide(newDh, first, n, newDh);
        keep(padding, rows, dc, newDc);
        keep(padding, rows, dh, newDh);
      } else {
        Arrays.fill(newDc, 0, n, 0f);
        Arrays.fill(newDh, 0, n, 0f);
      }
      float[] t = dc;
      dc = newDc;
      newDc = t;
      t = dh;
      dh = newDh;
      newDh = t;
      t = c;
      c = before;
      before = t;
    }
  }
}
