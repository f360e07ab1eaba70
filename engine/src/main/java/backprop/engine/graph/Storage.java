// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import backprop.engine.backend.Buffer;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import java.util.Arrays;
import java.util.List;

/** The memory of a program: which buffer holds which value and gradient, for any batch size. */
final class Storage {
  private static final Value[] NOTHING = {};

  private final Node[] forward;
  private final List<Node> reverse;
  private final FirstWrites firstWrites;
  private final Program.Ends ends;
  private final Buffer[] activation;
  private final Buffer[] gradient;
  private final Buffer[][] scratch;
  private final Matrix[] fixed;
  private final Matrix[] fixedGradient;
  private final boolean backward;
  private long planned;

  /** All matrices for one batch size: those of the nodes, and the ends with one row per example. */
  record Binding(
      int batch,
      Node.Bound[] nodes,
      Matrix input,
      Matrix target,
      Matrix prediction,
      Matrix loss,
      Matrix lossGradient) {}

  Storage(
      Graph graph,
      Program.Ends ends,
      Layout layout,
      Program.Vectors vectors,
      Kernels k,
      int maxBatch,
      Node[] forward,
      List<Node> reverse,
      FirstWrites firstWrites) {
    this.forward = forward;
    this.reverse = reverse;
    this.firstWrites = firstWrites;
    this.ends = ends;
    this.backward = !reverse.isEmpty();
    int values = graph.values();
    this.activation = new Buffer[values];
    this.gradient = new Buffer[values];
    this.scratch = new Buffer[forward.length][];
    this.fixed = new Matrix[values];
    this.fixedGradient = new Matrix[values];
    bindFlat(graph, layout, vectors);
    new Planner(k, maxBatch).plan();
    for (Value v : new Value[] {ends.input(), ends.target()}) {
      if (v != null && activation[v.root().id()] == null) {
        activation[v.root().id()] = own(k, v.rows(maxBatch) * v.shape().columns());
      }
    }
  }

  private void bindFlat(Graph graph, Layout layout, Program.Vectors vectors) {
    for (Graph.Declared d : graph.parameters()) {
      Slot s = layout.slot(d.slot().path());
      int id = d.value().id();
      fixed[id] = view(vectors.parameters().buffer(), s);
      if (vectors.gradients() != null && s.trainable()) {
        fixedGradient[id] = view(vectors.gradients().buffer(), s);
      }
    }
    for (Graph.StateSlot s : graph.states()) {
      Layout.StateEntry e = layout.state(s.path());
      fixed[s.value().id()] =
          new Matrix(vectors.state().buffer(), e.offset(), 1, e.columns(), e.columns());
    }
  }

  private static Matrix view(Buffer flat, Slot s) {
    return new Matrix(flat, s.offset(), s.rows(), s.columns(), s.columns());
  }

  private Buffer own(Kernels k, long size) {
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a batch needs " + size + " numbers in one matrix, more than 2^31: make it smaller");
    }
    planned += size;
    return k.allocate(Math.max(1, (int) size));
  }

  /** Decides lifetimes: forward is moment 0 to n-1, backward n to 2n-1 in reverse. */
  private final class Planner {
    private final Kernels k;
    private final int maxBatch;
    private final MemoryPlan plan = new MemoryPlan();
    private final int[] from = new int[activation.length];
    private final int[] to = new int[activation.length];
    private final int[] gradientFrom = new int[activation.length];
    private final int[] gradientTo = new int[activation.length];
    private final Value[] byId = new Value[activation.length];
    private final int last;

    Planner(Kernels k, int maxBatch) {
      this.k = k;
      this.maxBatch = maxBatch;
      this.last = forward.length + reverse.size();
      Arrays.fill(from, Integer.MAX_VALUE);
      Arrays.fill(to, -1);
      Arrays.fill(gradientFrom, Integer.MAX_VALUE);
      Arrays.fill(gradientTo, -1);
    }

    void plan() {
      for (int t = 0; t < forward.length; t++) {
        touch(forward[t], t);
      }
      for (int i = 0; i < reverse.size(); i++) {
        int t = forward.length + i;
        Node n = reverse.get(i);
        touch(n, t);
        touchGradient(n.outputValue(), t);
        for (int j = 0; j < n.inputs(); j++) {
          if (n.inputValue(j).differentiable()) {
            touchGradient(n.inputValue(j), t);
          }
        }
      }
      for (Value end : new Value[] {ends.input(), ends.target(), ends.prediction(), ends.loss()}) {
        if (end != null && byId[end.root().id()] != null) {
          from[end.root().id()] = 0;
          to[end.root().id()] = last;
        }
      }
      if (ends.loss() != null && backward) {
        touchGradient(ends.loss(), 0);
        touchGradient(ends.loss(), last);
      }
      allocate();
    }

    private void touch(Node n, int t) {
      use(n.outputValue(), t);
      for (int j = 0; j < n.inputs(); j++) {
        use(n.inputValue(j), t);
      }
    }

    private void use(Value used, int t) {
      Value v = used.root();
      byId[v.id()] = v;
      from[v.id()] = Math.min(from[v.id()], t);
      to[v.id()] = Math.max(to[v.id()], t);
    }

    private void touchGradient(Value used, int t) {
      Value v = used.root();
      gradientFrom[v.id()] = Math.min(gradientFrom[v.id()], t);
      gradientTo[v.id()] = Math.max(gradientTo[v.id()], t);
    }

    private void allocate() {
      int[] request = new int[activation.length];
      int[] gradientRequest = new int[activation.length];
      int[][] scratchRequest = new int[forward.length][];
      for (int id = 0; id < activation.length; id++) {
        request[id] = -1;
        gradientRequest[id] = -1;
        if (byId[id] == null || fixed[id] != null) {
          continue;
        }
        int size = size(byId[id]);
        request[id] = plan.request(size, from[id], to[id]);
        if (gradientTo[id] >= 0) {
          gradientRequest[id] = plan.request(size, gradientFrom[id], gradientTo[id]);
        }
      }
      for (int t = 0; t < forward.length; t++) {
        Node n = forward[t];
        Op.Scratch[] wanted = n.op().scratch(shapes(n));
        scratchRequest[t] = new int[wanted.length];
        int back = reverse.indexOf(n);
        for (int j = 0; j < wanted.length; j++) {
          int rows = wanted[j].perRow() ? n.inputValue(0).rows(maxBatch) : 1;
          scratchRequest[t][j] =
              plan.request(
                  Math.multiplyExact(rows, wanted[j].columns()),
                  t,
                  back < 0 ? t : forward.length + back);
        }
      }
      plan.solve();
      Buffer[] slabs = new Buffer[plan.slabs()];
      for (int s = 0; s < slabs.length; s++) {
        slabs[s] = own(k, plan.slabSize(s));
      }
      for (int id = 0; id < activation.length; id++) {
        activation[id] = request[id] < 0 ? null : slabs[plan.slab(request[id])];
        gradient[id] = gradientRequest[id] < 0 ? null : slabs[plan.slab(gradientRequest[id])];
      }
      for (int t = 0; t < forward.length; t++) {
        scratch[t] = new Buffer[scratchRequest[t].length];
        for (int j = 0; j < scratch[t].length; j++) {
          scratch[t][j] = slabs[plan.slab(scratchRequest[t][j])];
        }
      }
    }

    private int size(Value v) {
      long size = (long) v.rows(1) * v.shape().columns() * (v.perExample() ? maxBatch : 1);
      if (size > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            v
                + " needs "
                + size
                + " numbers for a batch of "
                + maxBatch
                + ", more than 2^31: take a smaller batch");
      }
      return (int) size;
    }
  }

  private static Shape[] shapes(Node n) {
    Shape[] shapes = new Shape[n.inputs()];
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = n.inputValue(i).shape();
    }
    return shapes;
  }

  /** All matrices for a batch size. */
  Binding bind(int batch) {
    return new Binding(
        batch,
        nodes(batch),
        end(ends.input(), batch),
        end(ends.target(), batch),
        end(ends.prediction(), batch),
        end(ends.loss(), batch),
        ends.loss() == null ? null : gradientOf(ends.loss(), batch));
  }

  private Node.Bound[] nodes(int batch) {
    Node.Bound[] bound = new Node.Bound[forward.length];
    for (int t = 0; t < forward.length; t++) {
      Node n = forward[t];
      Matrix[] in = new Matrix[n.inputs()];
      Matrix[] inGradients = new Matrix[n.inputs()];
      for (int i = 0; i < in.length; i++) {
        in[i] = matrix(n.inputValue(i), batch);
        inGradients[i] = gradientOf(n.inputValue(i), batch);
      }
      Op.Scratch[] wanted = n.op().scratch(shapes(n));
      Matrix[] extra = new Matrix[wanted.length];
      for (int j = 0; j < extra.length; j++) {
        int rows = wanted[j].perRow() ? n.inputValue(0).rows(batch) : 1;
        extra[j] = Matrix.of(scratch[t][j], rows, wanted[j].columns());
      }
      Value out = n.outputValue();
      int back = reverse.indexOf(n);
      Value[] clear = back < 0 ? NOTHING : firstWrites.clearedBefore(back);
      Matrix[] cleared = new Matrix[clear.length];
      for (int j = 0; j < clear.length; j++) {
        cleared[j] = gradientOf(clear[j], batch);
      }
      bound[t] =
          new Node.Bound(
              in, matrix(out, batch), gradientOf(out, batch), inGradients, extra, cleared);
    }
    return bound;
  }

  private Matrix end(Value v, int batch) {
    if (v == null) {
      return null;
    }
    Matrix m = matrix(v, batch);
    return m.reshape(batch, v.shape().elements());
  }

  private Matrix matrix(Value v, int batch) {
    Value root = v.root();
    Matrix flat = fixed[root.id()];
    Matrix whole =
        flat != null
            ? flat
            : Matrix.of(activation[root.id()], root.rows(batch), root.shape().columns());
    return v.cut(whole, batch);
  }

  Matrix gradientOf(Value v, int batch) {
    Value root = v.root();
    if (!root.differentiable()) {
      return null;
    }
    if (fixed[root.id()] != null) {
      return fixedGradient[root.id()] == null ? null : v.cut(fixedGradient[root.id()], batch);
    }
    Buffer b = gradient[root.id()];
    return b == null ? null : v.cut(Matrix.of(b, root.rows(batch), root.shape().columns()), batch);
  }

  long plannedElements() {
    return planned;
  }
}
