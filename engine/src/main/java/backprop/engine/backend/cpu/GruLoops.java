// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.backend.cpu;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Recurrence;
import java.util.Arrays;

/** Gated recurrent unit; the definition is that of the kernel. */
final class GruLoops extends CellLoops {
  private static final int GROUPS = 3;
  private static final int BLOCKS = 14;

  private final float[][][] sumBlocks;
  private final float[][][] gateBlocks;
  private final float[][][] productBlocks;
  private final float[][][] single;

  private Elementwise gate;
  private Elementwise candidate;
  private Matrix projected;
  private Matrix bias;
  private Matrix previous;
  private Matrix products;
  private Matrix sums;
  private Matrix gates;
  private Matrix output;
  private Matrix doutput;

  GruLoops(Workers workers, StepProduct product) {
    super(workers, product);
    sumBlocks = new float[workers.threads()][GROUPS][];
    gateBlocks = new float[workers.threads()][GROUPS][];
    productBlocks = new float[workers.threads()][GROUPS][];
    single = new float[workers.threads()][1][];
  }

  void run(
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
    this.gate = gate;
    this.candidate = candidate;
    this.projected = projected;
    this.bias = bias;
    this.previous = previous;
    this.products = products;
    this.sums = sums;
    this.gates = gates;
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
      Matrix output,
      Matrix doutput,
      Matrix products,
      Matrix sums) {
    this.gate = gate;
    this.candidate = candidate;
    this.gates = gates;
    this.output = output;
    this.doutput = doutput;
    this.products = products;
    this.sums = sums;
    run(how, key, recurrent, mask, output.rows(), true);
  }

  /** Whether the gradient needs the sums, which most of the time are in no cache. */
  private boolean readsSums() {
    return gate.backwardReadsInput() || candidate.backwardReadsInput();
  }

  private static float[][] groups(float[][] all, int from, float[][] groups) {
    System.arraycopy(all, from, groups, 0, groups.length);
    return groups;
  }

  @Override
  void forward(int first, int rows, int worker) {
    int n = rows * units;
    float[][] all = blocks(worker, BLOCKS);
    float[][] z = groups(all, 0, sumBlocks[worker]);
    float[][] a = groups(all, 3, gateBlocks[worker]);
    float[][] q = groups(all, 6, productBlocks[worker]);
    float[][] hidden = groups(all, 9, single[worker]);
    float[] h = all[10];
    float[] newH = all[11];
    Arrays.fill(h, 0, n, 0f);
    float[] start = FloatArray.of(bias);
    for (int s = 0; s < time; s++) {
      hide(h, first, n, hidden[0]);
      store(hidden[0], previous, first, rows, s);
      product.multiply(worker, hidden, rows, start, bias.offset(), 0, q);
      store(q[2], products, 2, first, rows, s);
      load(projected, first, rows, s, z);
      for (int g = 0; g < 2; g++) {
        add(q[g], z[g], n);
        gate.forward(z[g], a[g], 0, n);
      }
      multiplyAdd(a[1], q[2], z[2], n);
      candidate.forward(z[2], a[2], 0, n);
      if (readsSums()) {
        store(z, sums, first, rows, s);
      }
      store(a, gates, first, rows, s);
      System.arraycopy(h, 0, newH, 0, n);
      blend(a[0], a[2], newH, n);
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
    float[][] z = groups(all, 0, sumBlocks[worker]);
    float[][] a = groups(all, 3, gateBlocks[worker]);
    float[][] q = groups(all, 6, productBlocks[worker]);
    float[][] back = single[worker];
    float[] before = all[9];
    float[] dh = all[10];
    float[] newDh = all[11];
    float[] d = all[12];
    float[] through = all[13];
    Arrays.fill(dh, 0, n, 0f);
    for (int s = time - 1; s >= 0; s--) {
      load(doutput, first, rows, s, d);
      add(d, dh, n);
      if (readsSums()) {
        load(sums, first, rows, s, z);
      }
      load(gates, first, rows, s, a);
      load(products, 2, first, rows, s, q[2]);
      if (s > 0) {
        load(output, first, rows, s - 1, before);
      } else {
        Arrays.fill(before, 0, n, 0f);
      }
      boolean[] padding = padding(first, rows, s, worker);
      multiplyByRest(dh, a[0], d, n);
      candidate.backward(z[2], a[2], d, z[2], 0, n);
      multiply(z[2], q[2], d, n);
      gate.backward(z[1], a[1], d, z[1], 0, n);
      multiplyByDifference(dh, before, a[2], d, n);
      gate.backward(z[0], a[0], d, z[0], 0, n);
      System.arraycopy(z[0], 0, q[0], 0, n);
      System.arraycopy(z[1], 0, q[1], 0, n);
      multiply(z[2], a[1], q[2], n);
      for (int g = 0; g < GROUPS; g++) {
        clear(padding, rows, z[g]);
        clear(padding, rows, q[g]);
      }
      store(z, sums, first, rows, s);
      store(q, products, first, rows, s);
      if (how.flowsBackFrom(s)) {
        back[0] = newDh;
        product.multiply(worker, q, rows, null, 0, 0, back);
        hide(newDh, first, n, newDh);
        multiply(dh, a[0], through, n);
        add(through, newDh, n);
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
