// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import backprop.engine.init.Initializer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The recording of a network's forward pass: layers call it to declare parameters and state and to
 * add ops. No numbers are touched; a {@link Program} turns the recording into something that runs.
 */
public final class Graph {
  private final Mode mode;
  private final ParameterRules rules;
  private final List<Value> losses = new ArrayList<>();
  private final List<Value> values = new ArrayList<>();
  private final List<Recorded> recorded = new ArrayList<>();
  private final List<Declared> parameters = new ArrayList<>();
  private final List<StateSlot> states = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Deque<String> scopes = new ArrayDeque<>();
  private final List<Scope> scopeList = new ArrayList<>();

  /**
   * A recorded scope: a layer, as summaries show it.
   *
   * @param path its path
   * @param depth 1 for the outermost
   * @param output the shape that it puts out
   */
  public record Scope(String path, int depth, Shape output) {}

  /**
   * An op as recorded.
   *
   * @param op the operation
   * @param path the path of the layer that recorded it
   * @param inputs what it takes
   * @param output what it gives
   */
  public record Recorded(Op op, String path, Value[] inputs, Value output) {}

  /** A parameter as declared; its offset is not known yet. */
  record Declared(Value value, Slot slot) {}

  /**
   * A row of numbers that is kept with the model but not trained, such as running means.
   *
   * @param value its place in the graph
   * @param path its name
   * @param columns number of elements
   * @param initial value of every element before training
   * @param sums whether it gathers sums over batches
   */
  record StateSlot(Value value, String path, int columns, double initial, boolean sums) {}

  /** An empty recording. */
  public Graph(Mode mode) {
    this(mode, ParameterRules.NONE);
  }

  /** An empty recording in which some layers may be frozen. */
  public Graph(Mode mode, ParameterRules rules) {
    this.mode = mode;
    this.rules = rules;
  }

  /** What is being recorded. A layer that is frozen behaves as when predicting. */
  public Mode mode() {
    return mode == Mode.TRAIN && rules.freezes(path()) ? Mode.INFER : mode;
  }

  /** The path of the layer that is recording now. */
  public String path() {
    return String.join("/", (Iterable<String>) scopes::descendingIterator);
  }

  /**
   * Records under a longer path.
   *
   * @param name the next part of the path; unique among its siblings, or parameters will clash
   * @param recording what to record
   */
  public Value scoped(String name, Supplier<Value> recording) {
    scopes.push(name);
    int at = scopeList.size();
    scopeList.add(null);
    try {
      Value v = recording.get();
      scopeList.set(at, new Scope(path(), scopes.size(), v.shape()));
      return v;
    } finally {
      scopes.pop();
    }
  }

  /** The scopes recorded so far, outer before inner. */
  public List<Scope> scopes() {
    return List.copyOf(scopeList);
  }

  /** A value that is filled from outside for every example; no gradient flows into it. */
  public Value input(Shape shape) {
    return value(shape, true, false);
  }

  /** A value that is filled from outside for every example, whose gradient is wanted. */
  public Value variable(Shape shape) {
    return value(shape, true, true);
  }

  /**
   * Declares a trained matrix, its units being the columns: fan-in is the number of rows, fan-out
   * the number of columns.
   */
  public Value parameter(String name, int rows, int columns, Role role, Initializer initializer) {
    return parameter(name, rows, columns, role, initializer, rows, columns, 1);
  }

  /**
   * Declares a trained matrix.
   *
   * @param name unique within the layer
   * @param fanIn number of inputs that feed one unit, for the initializer
   * @param fanOut number of units that one input feeds, for the initializer
   * @param rateFactor factor of the learning rate
   */
  public Value parameter(
      String name,
      int rows,
      int columns,
      Role role,
      Initializer initializer,
      int fanIn,
      int fanOut,
      double rateFactor) {
    double decay = role.regularized() ? 1 : 0;
    Slot slot =
        rules.applyTo(
            new Slot(
                claim(name),
                -1,
                rows,
                columns,
                role,
                initializer,
                fanIn,
                fanOut,
                true,
                rateFactor,
                decay));
    Value v = value(Shape.of(rows, columns), false, slot.trainable());
    parameters.add(new Declared(v, slot));
    return v;
  }

  /** Declares a row that is kept with the model but not trained; ops may write it in TRAIN. */
  public Value state(String name, int columns, double initial) {
    return state(name, columns, initial, false);
  }

  /**
   * Declares state that gathers sums over the batches, each with the weight {@code 1 - momentum}:
   * {@code s = momentum * s + (1 - momentum) * new}. The sums of several batches that each started
   * from 0 may be added, which gathers them with equal weights. In a frozen layer this is state
   * like any other.
   */
  public Value sums(String name, int columns, double initial) {
    return state(name, columns, initial, !rules.freezes(path()));
  }

  private Value state(String name, int columns, double initial, boolean sums) {
    Value v = value(Shape.of(1, columns), false, false);
    states.add(new StateSlot(v, claim(name), columns, initial, sums));
    return v;
  }

  /** Adds an op. */
  public Value op(Op op, Value... inputs) {
    Shape[] shapes = new Shape[inputs.length];
    boolean perExample = false;
    boolean differentiable = false;
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].graph() != this) {
        throw new IllegalArgumentException(where() + "input " + i + " belongs to another graph");
      }
      shapes[i] = inputs[i].shape();
      perExample |= inputs[i].perExample();
      differentiable |= inputs[i].differentiable();
    }
    Shape shape;
    try {
      shape = op.shape(shapes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where() + e.getMessage(), e);
    }
    Value out = value(shape, perExample, differentiable);
    recorded.add(new Recorded(op, path(), inputs.clone(), out));
    for (Value in : inputs) {
      if (in.mask() != null) {
        return keepingMask(in, out);
      }
    }
    return out;
  }

  private static Value keepingMask(Value from, Value to) {
    boolean sameTime =
        from.mask() != null
            && to.perExample()
            && to.shape().rank() == 2
            && to.shape().size(0) == from.mask().shape().size(0);
    return sameTime ? to.withMask(from.mask()) : to;
  }

  // ---- views: nothing is copied, and gradients flow through them

  /**
   * The same elements under another shape.
   *
   * @param shape as many elements for each example, or in all where x is fixed
   */
  public Value reshape(Value x, Shape shape) {
    if (shape.elements() != x.shape().elements()) {
      throw new IllegalArgumentException(
          where()
              + "an input of "
              + x.shape()
              + " has "
              + x.shape().elements()
              + " elements and cannot become "
              + shape
              + ", which has "
              + shape.elements());
    }
    if (shape.equals(x.shape())) {
      return x;
    }
    return keepingMask(x, view(contiguous(x), shape, new Value.Reshaped(shape.columns()), null));
  }

  /** Columns {@code from ... from + count} of the last size. */
  public Value columns(Value x, int from, int count) {
    if (from < 0 || count < 1 || from + count > x.shape().columns()) {
      throw new IllegalArgumentException(
          where()
              + "there are no columns "
              + from
              + " to "
              + (from + count - 1)
              + " in an input of "
              + x.shape());
    }
    if (count == x.shape().columns()) {
      return x;
    }
    return view(x, x.shape().withColumns(count), new Value.Columns(from, count), x.mask());
  }

  /** One step of a sequence: time x features becomes features. */
  public Value step(Value sequence, int t) {
    Shape s = sequence.shape();
    if (s.rank() != 2 || t < 0 || t >= s.size(0)) {
      throw new IllegalArgumentException(where() + "there is no step " + t + " in a " + s);
    }
    Value flat = reshape(sequence, Shape.of(s.elements()));
    return columns(flat, t * s.columns(), s.columns());
  }

  /** A value whose rows lie side by side in memory: x, or a copy where x shows only a part. */
  public Value contiguous(Value x) {
    return x.whole() ? x : op(new Copy(), x);
  }

  private Value view(Value base, Shape shape, Value.Cut cut, Value mask) {
    Value v = base.view(values.size(), shape, cut, mask);
    values.add(v);
    return v;
  }

  /**
   * The same sequence with a note which of its steps are real.
   *
   * @param x of shape time x features, for each example
   * @param mask see {@link Value#mask()}
   */
  public Value masked(Value x, Value mask) {
    Shape s = x.shape();
    if (s.rank() != 2 || !mask.perExample() || !mask.shape().equals(Shape.of(s.size(0), 1))) {
      throw new IllegalArgumentException(
          where() + "a mask of " + mask.shape() + " does not fit a sequence of " + s);
    }
    return x.withMask(mask);
  }

  // ---- losses of layers

  /**
   * Adds something to the loss of each example, such as a penalty on activations.
   *
   * @param loss one number for each example
   */
  public void addLoss(Value loss) {
    if (!loss.perExample() || loss.shape().elements() != 1) {
      throw new IllegalArgumentException(
          where() + "an added loss is one number for each example, not " + loss.shape());
    }
    losses.add(reshape(loss, Shape.of(1)));
  }

  /** What layers have added to the loss so far. */
  public List<Value> losses() {
    return List.copyOf(losses);
  }

  /** The ops that some values depend on, in recorded order; null stands for no value. */
  public List<Recorded> recorded(Value... ends) {
    boolean[] needed = new boolean[values.size()];
    for (Value v : ends) {
      if (v != null) {
        needed[v.root().id()] = true;
      }
    }
    List<Recorded> used = new ArrayList<>();
    for (int i = recorded.size() - 1; i >= 0; i--) {
      Recorded r = recorded.get(i);
      if (needed[r.output().id()]) {
        used.add(0, r);
        for (Value v : r.inputs()) {
          needed[v.root().id()] = true;
        }
      }
    }
    return used;
  }

  /** The name under which a value is kept with the model: a parameter's or a state's path. */
  public Optional<String> kept(Value v) {
    for (Declared d : parameters) {
      if (d.value().id() == v.id()) {
        return Optional.of(d.slot().path());
      }
    }
    for (StateSlot s : states) {
      if (s.value().id() == v.id()) {
        return Optional.of(s.path());
      }
    }
    return Optional.empty();
  }

  /**
   * Roughly how many multiplications a forward pass of one example takes: those with weights, each
   * once for every place that it is applied at.
   */
  public double multiplications() {
    double sum = 0;
    for (Recorded r : recorded) {
      double numbers = r.output().shape().elements();
      for (Value v : r.inputs()) {
        if (!v.perExample() && v.shape().rows() > 1) {
          sum += v.shape().elements() * Math.max(1, numbers / v.shape().columns());
        }
      }
    }
    return sum;
  }

  List<Recorded> recorded() {
    return recorded;
  }

  List<Declared> parameters() {
    return parameters;
  }

  List<StateSlot> states() {
    return states;
  }

  int values() {
    return values.size();
  }

  private String where() {
    return scopes.isEmpty() ? "" : "layer " + path() + ": ";
  }

  private String claim(String name) {
    String path = scopes.isEmpty() ? name : path() + "/" + name;
    if (!names.add(path)) {
      throw new IllegalArgumentException("two parameters are called " + path);
    }
    return path;
  }

  private Value value(Shape shape, boolean perExample, boolean differentiable) {
    Value v = new Value(this, values.size(), shape, perExample, differentiable, path());
    values.add(v);
    return v;
  }
}
