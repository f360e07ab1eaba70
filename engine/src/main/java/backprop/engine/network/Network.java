// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Mode;
import backprop.engine.graph.ParameterRules;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.graph.Value;
import backprop.engine.loss.Loss;
import backprop.engine.op.Add;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A network's numbers: one flat vector of parameters and one of state on a backend. Programs made
 * from it share them; each program belongs to one thread.
 */
public final class Network {
  private final NetworkSpec spec;
  private final ParameterRules rules;
  private final Kernels kernels;
  private final Layout layout;
  private final Matrix parameters;
  private final Matrix state;
  private final Shape output;
  private final Shape target;
  private final Shape prediction;
  private final List<Graph.Scope> scopes;
  private Matrix mask;

  /**
   * One line of a summary.
   *
   * @param path path of the layer
   * @param output the shape that it puts out
   * @param parameters number of its trained parameters
   */
  public record LayerSummary(String path, Shape output, long parameters) {}

  /**
   * Allocates a network; its parameters are zero until {@link #initialize} or a copy fills them.
   *
   * @throws IllegalArgumentException when layers do not fit together, naming the layer
   */
  public Network(NetworkSpec spec, Kernels kernels) {
    this(spec, kernels, ParameterRules.NONE);
  }

  /**
   * Allocates a network of which some layers may be frozen or trained at another rate.
   *
   * @throws IllegalArgumentException when layers do not fit together, naming the layer, or when a
   *     rule says something about no parameter
   */
  public Network(NetworkSpec spec, Kernels kernels, ParameterRules rules) {
    this.spec = spec;
    this.rules = rules;
    this.kernels = kernels;
    Graph graph = new Graph(Mode.TRAIN, rules);
    Ends ends = record(spec, graph);
    this.layout = new Layout(graph);
    rules.check(layout);
    this.output = ends.output.shape();
    this.target = ends.target.shape();
    this.prediction = spec.loss().predict(graph, ends.output).shape();
    this.scopes = graph.scopes();
    this.parameters = vector(layout.size());
    this.state = vector(layout.stateSize());
    for (Layout.StateEntry s : layout.states()) {
      kernels.fill(s.initial(), state.columns(s.offset(), s.columns()));
    }
  }

  /**
   * Checks that the layers and the loss fit together, without any memory for numbers.
   *
   * @throws IllegalArgumentException when they do not, naming the layer
   */
  public static void check(NetworkSpec spec) {
    Graph graph = new Graph(Mode.TRAIN);
    record(spec, graph);
    new Layout(graph);
  }

  /** Roughly how many multiplications a prediction takes; see {@link Graph#multiplications}. */
  public static double multiplications(NetworkSpec spec) {
    Graph graph = new Graph(Mode.INFER);
    record(spec, graph);
    return graph.multiplications();
  }

  /** Where every parameter of a network lies, without any memory for numbers. */
  public static Layout layout(NetworkSpec spec) {
    Graph graph = new Graph(Mode.TRAIN);
    record(spec, graph);
    return new Layout(graph);
  }

  /**
   * The recording of a prediction, for those who walk through it, such as exporters.
   *
   * @param input what is filled from outside
   * @param output what the body puts out, for the loss
   * @param prediction what is predicted from it
   */
  public record Prediction(Graph graph, Value input, Value output, Value prediction) {}

  /** Records how a network predicts, without any memory for numbers. */
  public static Prediction prediction(NetworkSpec spec) {
    return prediction(spec, new Graph(Mode.INFER));
  }

  private static Prediction prediction(NetworkSpec spec, Graph g) {
    Value input = g.input(spec.input());
    Value output = spec.body().apply(g, input);
    return new Prediction(g, input, output, spec.loss().predict(g, output));
  }

  /** What the recording of the whole network ends in. */
  private record Ends(Value input, Value output, Value target, Value loss) {}

  private static Ends record(NetworkSpec spec, Graph g) {
    return record(spec, spec.loss(), g);
  }

  private static Ends record(NetworkSpec spec, Loss loss, Graph g) {
    Value input = g.input(spec.input());
    Value output = spec.body().apply(g, input);
    Value target = g.input(loss.target(output.shape()));
    return new Ends(input, output, target, total(g, loss.apply(g, output, target)));
  }

  /** A loss with what the layers have added to it. */
  public static Value total(Graph g, Value loss) {
    Value total = loss;
    for (Value added : g.losses()) {
      total = g.op(new Add(), total, added);
    }
    return total;
  }

  private Matrix vector(int size) {
    return new Matrix(kernels.allocate(Math.max(1, size)), 0, 1, size, size);
  }

  /** What it is. */
  public NetworkSpec spec() {
    return spec;
  }

  /** Which of its parameters are trained, and how fast. */
  public ParameterRules rules() {
    return rules;
  }

  /** What it computes on. */
  public Kernels kernels() {
    return kernels;
  }

  /** Where every parameter lies. */
  public Layout layout() {
    return layout;
  }

  /** The parameters, 1 x n. */
  public Matrix parameters() {
    return parameters;
  }

  /** What is kept but not trained, 1 x n. */
  public Matrix state() {
    return state;
  }

  /** The shape that the body puts out for one example. */
  public Shape output() {
    return output;
  }

  /** The shape of one example's prediction. */
  public Shape prediction() {
    return prediction;
  }

  /** The shape of one example's target. */
  public Shape target() {
    return target;
  }

  /**
   * Which parameters are kept, 1 x n of ones and zeros; null where nothing is pruned. Training
   * keeps those at zero that are not.
   */
  public Matrix mask() {
    return mask;
  }

  /**
   * Sets parameters to zero for good.
   *
   * @param keep 1 x n of ones and zeros, or null to let all parameters be trained again
   */
  public void prune(Matrix keep) {
    mask = keep;
    if (keep != null) {
      kernels.multiply(parameters, keep, 0, parameters);
    }
  }

  /** A new vector of zeros in the layout of the parameters, 1 x n. */
  public Matrix newVector() {
    return vector(layout.size());
  }

  /**
   * The layers with shapes and parameter counts, in order; nested layers are within their parent.
   */
  public List<LayerSummary> summary() {
    return summary(scopes, layout);
  }

  /**
   * The same of a network that is not made, without any memory for numbers.
   *
   * @throws IllegalArgumentException when layers do not fit together, naming the layer
   */
  public static List<LayerSummary> summary(NetworkSpec spec) {
    Graph graph = new Graph(Mode.TRAIN);
    record(spec, graph);
    return summary(graph.scopes(), new Layout(graph));
  }

  private static List<LayerSummary> summary(List<Graph.Scope> scopes, Layout layout) {
    List<LayerSummary> lines = new ArrayList<>();
    for (Graph.Scope s : scopes) {
      if (s.depth() == 1) {
        long count = 0;
        for (Slot slot : layout.slots()) {
          count += slot.path().startsWith(s.path() + "/") ? slot.size() : 0;
        }
        lines.add(new LayerSummary(s.path(), s.output(), count));
      }
    }
    return lines;
  }

  /**
   * Gives every parameter its first value. A parameter's values depend on the seed and its path, so
   * adding a layer leaves the others as they were.
   */
  public void initialize(long seed) {
    for (Slot s : layout.slots()) {
      double[] w = new double[s.size()];
      long key = RandomStream.key(seed, pathKey(s.path()));
      s.initializer().fill(w, s.rows(), s.columns(), s.fanIn(), s.fanOut(), new RandomStream(key));
      parameters.buffer().write(s.offset(), w, 0, w.length);
    }
  }

  /**
   * Takes over the numbers of all parameters and all state that another network has under the same
   * path and in the same size.
   *
   * @return the paths of the parameters that were taken over
   */
  public List<String> copyFrom(Network other) {
    return copyFrom(other, path -> true);
  }

  /**
   * The same for the paths that are wanted.
   *
   * @param wanted whether to take what has this path
   */
  public List<String> copyFrom(Network other, Predicate<String> wanted) {
    return copyRenamed(other, path -> wanted.test(path) ? path : "");
  }

  /**
   * The same from other paths.
   *
   * @param source the path that the other network has for what is at this path; empty to leave it
   */
  public List<String> copyRenamed(Network other, UnaryOperator<String> source) {
    List<String> taken = new ArrayList<>();
    for (Slot to : layout.slots()) {
      String path = source.apply(to.path());
      if (other.layout.has(path)) {
        Slot from = other.layout.slot(path);
        if (from.rows() == to.rows() && from.columns() == to.columns()) {
          copy(other.parameters, from.offset(), parameters, to.offset(), to.size());
          taken.add(to.path());
        }
      }
    }
    for (Layout.StateEntry to : layout.states()) {
      String path = source.apply(to.path());
      if (other.layout.hasState(path)) {
        Layout.StateEntry from = other.layout.state(path);
        if (from.columns() == to.columns()) {
          copy(other.state, from.offset(), state, to.offset(), to.columns());
        }
      }
    }
    return taken;
  }

  private static void copy(Matrix from, int at, Matrix to, int toAt, int count) {
    double[] numbers = new double[count];
    from.buffer().read(at, numbers, 0, count);
    to.buffer().write(toAt, numbers, 0, count);
  }

  /** A network of the same numbers under other rules. */
  public Network ruled(ParameterRules other) {
    Network network = new Network(spec, kernels, other);
    network.copyFrom(this);
    return network;
  }

  private static long pathKey(String path) {
    long key = 0;
    for (int i = 0; i < path.length(); i++) {
      key = RandomStream.extend(key, path.charAt(i));
    }
    return key;
  }

  /**
   * A program that trains: forward to the loss, and backward into the gradients.
   *
   * @param gradients a vector from {@link #newVector()}
   */
  public Program trainingProgram(Matrix gradients, int maxBatch) {
    return trainingProgram(gradients, maxBatch, spec.loss());
  }

  /**
   * The same with another loss, such as one whose targets are mixtures.
   *
   * @param loss takes the same outputs
   */
  public Program trainingProgram(Matrix gradients, int maxBatch, Loss loss) {
    Program.Vectors vectors = new Program.Vectors(parameters, state, gradients);
    return trainingProgram(vectors, kernels, maxBatch, loss);
  }

  /**
   * The same on other numbers.
   *
   * @param vectors in the layout of this network's, on {@code k}
   * @param k such as this network's kernels on dual numbers
   */
  public Program trainingProgram(Program.Vectors vectors, Kernels k, int maxBatch) {
    return trainingProgram(vectors, k, maxBatch, spec.loss());
  }

  private Program trainingProgram(Program.Vectors vectors, Kernels k, int maxBatch, Loss loss) {
    Graph g = new Graph(Mode.TRAIN, rules);
    Ends ends = record(spec, loss, g);
    return new Program(
        g,
        new Program.Ends(ends.input, ends.target, null, ends.loss),
        layout,
        vectors,
        k,
        true,
        maxBatch);
  }

  /** A program that computes each row's loss as it is when predicting. */
  public Program evaluationProgram(int maxBatch) {
    Graph g = new Graph(Mode.INFER, rules);
    Ends ends = record(spec, g);
    return inference(
        g, new Program.Ends(ends.input, ends.target, null, ends.loss), kernels, maxBatch);
  }

  /**
   * A program that computes each row's outputs, such as logits, as they are when predicting.
   *
   * @throws IllegalArgumentException when the outputs are masked, and so no numbers alone
   */
  public Program outputProgram(int maxBatch) {
    Graph g = new Graph(Mode.INFER, rules);
    Value input = g.input(spec.input());
    Value applied = spec.body().apply(g, input);
    if (applied.mask() != null) {
      throw new IllegalArgumentException("the outputs of this network are masked");
    }
    return inference(
        g, new Program.Ends(input, null, g.contiguous(applied), null), kernels, maxBatch);
  }

  /** A program that computes each row's prediction and its loss. */
  public Program scoringProgram(int maxBatch) {
    Graph g = new Graph(Mode.INFER, rules);
    Ends ends = record(spec, g);
    Value prediction = g.contiguous(spec.loss().predict(g, ends.output));
    return inference(
        g, new Program.Ends(ends.input, ends.target, prediction, ends.loss), kernels, maxBatch);
  }

  /**
   * A program that predicts.
   *
   * @param worker kernels of the same backend, for the thread that will run the program
   */
  public Program predictionProgram(Kernels worker, int maxBatch) {
    return predictionProgram(Mode.INFER, worker, maxBatch);
  }

  /**
   * A program that predicts with random masks, other ones for every {@link Program#randomness}.
   *
   * @param worker kernels of the same backend, for the thread that will run the program
   */
  public Program samplingProgram(Kernels worker, int maxBatch) {
    return predictionProgram(Mode.SAMPLE, worker, maxBatch);
  }

  private Program predictionProgram(Mode mode, Kernels worker, int maxBatch) {
    Graph g = new Graph(mode, rules);
    Prediction p = prediction(spec, g);
    Value prediction = g.contiguous(p.prediction);
    return inference(g, new Program.Ends(p.input, null, prediction, null), worker, maxBatch);
  }

  private Program inference(Graph g, Program.Ends ends, Kernels worker, int maxBatch) {
    return new Program(
        g, ends, layout, new Program.Vectors(parameters, state, null), worker, false, maxBatch);
  }
}
