// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.SparseMatrix;
import backprop.engine.schedule.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * A recorded graph made runnable: two flat lists of nodes, forward and backward, over memory
 * planned for the largest batch. Replaying allocates nothing as long as the batch size is one of
 * the last few that were used. Belongs to one thread.
 *
 * <p>Every backward needs a forward of its own: the planned memory of a value is given to gradients
 * as soon as backward needs the value no longer.
 *
 * <pre>
 *   batch(n); fill input(), target(); forward(); read prediction() or loss();
 *   fill lossGradient(); backward(); read the flat gradients
 * </pre>
 */
public final class Program {
  private static final int CACHED_BATCH_SIZES = 4;

  private final Kernels kernels;
  private final int maxBatch;
  private final Value input;
  private final Value target;
  private final Value prediction;
  private final Value loss;
  private final Node[] forward;
  private final Node[] backward;
  private final Node.Step step = new Node.Step();
  private final Storage storage;
  private final FirstWrites firstWrites;
  private final List<Storage.Binding> bindings = new ArrayList<>(CACHED_BATCH_SIZES + 1);
  private Storage.Binding ends;
  private int batch;
  private boolean accumulating;
  private boolean fresh;
  private NodeListener listener;
  private boolean interruptible;

  /**
   * What a program computes on and for.
   *
   * @param input the network's input
   * @param target the loss's target, or null where no loss is recorded
   * @param prediction what to predict, or null where only the loss is wanted
   * @param loss the loss of each row, or null
   */
  public record Ends(Value input, Value target, Value prediction, Value loss) {}

  /**
   * The flat vectors, each 1 x n.
   *
   * @param gradients null for a program without backward
   */
  public record Vectors(Matrix parameters, Matrix state, Matrix gradients) {}

  /**
   * Plans a recorded graph.
   *
   * @param backward whether gradients are wanted; needs a loss
   * @param maxBatch the largest batch, at least 1
   */
  public Program(
      Graph graph,
      Ends ends,
      Layout layout,
      Vectors vectors,
      Kernels kernels,
      boolean backward,
      int maxBatch) {
    this.kernels = kernels;
    this.maxBatch = maxBatch;
    this.input = ends.input();
    this.target = ends.target();
    this.prediction = ends.prediction();
    this.loss = ends.loss();
    List<Graph.Recorded> used = graph.recorded(prediction, loss);
    this.forward = new Node[used.size()];
    List<Node> reverse = new ArrayList<>();
    boolean[] reachesLoss = backward ? ancestors(used, graph.values()) : new boolean[0];
    for (int i = 0; i < forward.length; i++) {
      Graph.Recorded r = used.get(i);
      forward[i] = new Node(r.op(), r.path(), i, r.inputs(), r.output(), step);
      if (backward && r.output().differentiable() && reachesLoss[r.output().id()]) {
        reverse.add(0, forward[i]);
      }
    }
    this.backward = reverse.toArray(new Node[0]);
    step.input = takesSparse() ? input : null;
    this.firstWrites = new FirstWrites(graph, this.backward);
    this.storage =
        new Storage(graph, ends, layout, vectors, kernels, maxBatch, forward, reverse, firstWrites);
    batch(maxBatch);
  }

  private boolean[] ancestors(List<Graph.Recorded> used, int values) {
    boolean[] reaches = new boolean[values];
    reaches[loss.root().id()] = true;
    for (int i = used.size() - 1; i >= 0; i--) {
      if (reaches[used.get(i).output().id()]) {
        for (Value v : used.get(i).inputs()) {
          reaches[v.root().id()] = true;
        }
      }
    }
    return reaches;
  }

  /** Whether all that becomes of the input are products. */
  private boolean takesSparse() {
    boolean uses = false;
    for (Node n : forward) {
      for (int i = 0; i < n.inputs(); i++) {
        if (n.inputValue(i).root() == input.root()) {
          if (i > 0 || n.inputValue(i) != input || !n.op().takesSparse()) {
            return false;
          }
          uses = true;
        }
      }
    }
    boolean shown = prediction != null && prediction.root() == input.root();
    return uses && !shown && !input.differentiable();
  }

  /** Chooses the number of examples for what follows: 1 to the largest batch. */
  public void batch(int n) {
    if (n == batch) {
      return;
    }
    if (n < 1 || n > maxBatch) {
      throw new IllegalArgumentException("batch of " + n + ", allowed are 1 to " + maxBatch);
    }
    Storage.Binding binding = null;
    for (int i = 0; i < bindings.size() && binding == null; i++) {
      if (bindings.get(i).batch() == n) {
        binding = bindings.remove(i);
      }
    }
    if (binding == null) {
      binding = storage.bind(n);
      if (bindings.size() == CACHED_BATCH_SIZES) {
        bindings.remove(bindings.size() - 1);
      }
    }
    bindings.add(0, binding);
    for (int i = 0; i < forward.length; i++) {
      forward[i].bind(binding.nodes()[i]);
    }
    ends = binding;
    batch = n;
    fresh = false;
  }

  /** The current number of examples. */
  public int batch() {
    return batch;
  }

  /** The largest number of examples. */
  public int maxBatch() {
    return maxBatch;
  }

  /** The kernels that it runs on. */
  public Kernels kernels() {
    return kernels;
  }

  /** The input, to be filled: one row per example, all elements of its shape as columns. */
  public Matrix input() {
    return ends.input();
  }

  /** Whether {@link #sparseInput} may take the place of {@link #input()}. */
  public boolean sparseInputAllowed() {
    return step.input != null;
  }

  /**
   * Says what the input is from now on.
   *
   * @param rows as many as there are examples; null for what {@link #input()} holds
   * @throws IllegalStateException when a sparse input is not allowed
   */
  public void sparseInput(SparseMatrix rows) {
    if (rows != null && step.input == null) {
      throw new IllegalStateException("not all that becomes of the input are products");
    }
    step.sparseInput = rows;
  }

  /** The target, to be filled: one row per example. */
  public Matrix target() {
    return ends.target();
  }

  /** The prediction: one row per example. */
  public Matrix prediction() {
    return ends.prediction();
  }

  /** The loss of each example: batch x 1. */
  public Matrix loss() {
    return ends.loss();
  }

  /**
   * Weight of each example's loss in the gradients: batch x 1, to be filled before backward. Null
   * where there is no backward: none was asked for, or the loss depends on no trainable parameter.
   */
  public Matrix lossGradient() {
    return ends.lossGradient();
  }

  /** What keys random masks: the run's seed and the number of the training step. */
  public void randomness(long seed, long stepNumber) {
    step.seed = seed;
    step.number = stepNumber;
  }

  /** The same, and what schedules within the network go by: the progress of the run. */
  public void randomness(long seed, Progress progress) {
    step.progress = progress;
    randomness(seed, progress.step());
  }

  /**
   * From now on, {@link #forward} and {@link #backward} of a thread that is interrupted end before
   * their next node with a CancellationException. What the program holds is of no use then, until
   * the next forward.
   */
  public void endWhenInterrupted() {
    interruptible = true;
  }

  private void goOn() {
    if (interruptible && Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted within a step");
    }
  }

  /** Replays the forward list. */
  public void forward() {
    for (Node n : forward) {
      goOn();
      n.op().forward(kernels, n);
      if (listener != null) {
        listener.computed(n);
      }
    }
    fresh = true;
  }

  /**
   * Replays the backward list: the flat gradients become the gradients of the weighted sum of
   * losses, or get them added.
   *
   * @throws IllegalStateException without a forward of the same batch since the last backward,
   *     whose activations this would read after backward has overwritten them
   */
  public void backward(boolean accumulate) {
    if (!fresh) {
      throw new IllegalStateException(
          "backward needs a forward of its own, with the same batch size, right before it");
    }
    fresh = false;
    if (accumulate != accumulating) {
      firstWrites.accumulate(accumulate);
      accumulating = accumulate;
    }
    for (int i = 0; i < backward.length; i++) {
      goOn();
      Node n = backward[i];
      Matrix[] cleared = n.cleared();
      for (int j = 0; j < cleared.length; j++) {
        if (!accumulate || !firstWrites.clearsParameter(i, j)) {
          kernels.fill(0, cleared[j]);
        }
      }
      if (listener != null) {
        listener.beforeBackward(n);
      }
      n.op().backward(kernels, n);
      if (listener != null) {
        listener.afterBackward(n);
      }
    }
  }

  /** Lets someone look at every node from now on; null for nobody. */
  public void watch(NodeListener watching) {
    listener = watching;
  }

  /** Gradient of a value, for tests and traces; null when there is none. */
  public Matrix gradientOf(Value v) {
    return storage.gradientOf(v, batch);
  }

  /** The nodes in forward order, for traces. */
  public List<Node> nodes() {
    return List.of(forward);
  }

  /** The nodes in backward order, for traces. */
  public List<Node> backwardNodes() {
    return List.of(backward);
  }

  /** Number of elements that the plan reserves for activations, gradients and scratch. */
  public long plannedElements() {
    return storage.plannedElements();
  }

  /** Both lists with paths and shapes, one line each. */
  public String explain() {
    StringBuilder s = new StringBuilder("forward\n");
    for (Node n : forward) {
      line(s, n);
    }
    if (backward.length > 0) {
      s.append("backward\n");
      for (Node n : backward) {
        line(s, n);
      }
    }
    return s.toString();
  }

  private static void line(StringBuilder s, Node n) {
    s.append("  ").append(n.path().isEmpty() ? "" : n.path() + ": ");
    s.append(n.op()).append('(');
    for (int i = 0; i < n.inputs(); i++) {
      s.append(i == 0 ? "" : ", ").append(n.inputValue(i).shape());
    }
    s.append(") -> ").append(n.outputValue().shape()).append('\n');
  }
}
