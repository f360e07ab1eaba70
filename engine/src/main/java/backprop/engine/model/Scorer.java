// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.model;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Kernels;
import backprop.engine.graph.Program;
import backprop.engine.network.Network;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Predicts with a model, from any number of threads at once: each call takes a program from a pool.
 * Results do not depend on how rows are divided into calls.
 */
public final class Scorer {
  /** Rows that go through the network together when many are scored. */
  public static final int BATCH = 256;

  private final Backend backend;
  private final Network network;
  private final Queue<Program> singles = new ConcurrentLinkedQueue<>();
  private final Queue<Program> batches = new ConcurrentLinkedQueue<>();
  private final int inputs;
  private final int threads;

  /** Prepares a model for prediction on a backend, in the thread that asks. */
  public Scorer(Model model, Backend backend) {
    this(model, backend, 1);
  }

  /**
   * Prepares a model for prediction on a backend.
   *
   * @param threads threads for the rows of one call, at least 1; they do not change a prediction
   */
  public Scorer(Model model, Backend backend, int threads) {
    this.backend = backend;
    this.threads = threads;
    this.network = model.network(backend.open(1));
    this.inputs = model.spec().input().elements();
  }

  /** Elements of one input. */
  public int inputs() {
    return inputs;
  }

  /** Elements of one prediction. */
  public int outputs() {
    return network.prediction().elements();
  }

  /** The network, for summaries. */
  public Network network() {
    return network;
  }

  /**
   * Predicts rows.
   *
   * @param input row-major, {@code rows * inputs()} elements
   * @param rows number of rows
   * @param output receives {@code rows * outputs()} elements
   */
  public void score(float[] input, int rows, float[] output) {
    Queue<Program> pool = rows == 1 ? singles : batches;
    Program p = pool.poll();
    if (p == null) {
      Kernels worker = backend.open(rows == 1 ? 1 : threads);
      p = network.predictionProgram(worker, rows == 1 ? 1 : BATCH);
    }
    int outputs = outputs();
    for (int from = 0; from < rows; from += BATCH) {
      int count = Math.min(BATCH, rows - from);
      p.batch(count);
      p.input().buffer().write(p.input().offset(), input, from * inputs, count * inputs);
      p.forward();
      p.prediction()
          .buffer()
          .read(p.prediction().offset(), output, from * outputs, count * outputs);
    }
    pool.add(p);
  }
}
