// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.Pairwise;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.graph.Value;
import backprop.engine.loss.Loss;
import backprop.engine.network.Network;
import java.util.Arrays;

/**
 * Anything that can be recorded, made into a program with gradients by hand: for tests of single
 * ops, layers and losses. Its loss is a real one, or the {@link #PROBE}, which makes any output
 * differentiable.
 */
public final class TestNetwork {
  private final Layout layout;
  private final Matrix parameters;
  private final Matrix state;
  private final Matrix gradients;
  private final Program program;
  private final Value output;

  /** What is recorded between input and loss. */
  public interface Body {
    /** The output for an input. */
    Value record(Graph g, Value input);
  }

  /**
   * The loss of which the gradient of any output is known: the mean over the outputs of output
   * times target.
   */
  public static final Loss PROBE =
      new Loss() {
        @Override
        public Shape target(Shape output) {
          return output;
        }

        @Override
        public Value apply(Graph g, Value output, Value target) {
          return g.op(new PairLoss(new Product()), output, target);
        }

        @Override
        public Value predict(Graph g, Value output) {
          return output;
        }
      };

  private record Product() implements Pairwise {
    @Override
    public double value(double prediction, double target) {
      return prediction * target;
    }

    @Override
    public double derivative(double prediction, double target) {
      return target;
    }

    @Override
    public double curvature(double prediction, double target) {
      return 0;
    }

    @Override
    public void forward(float[] prediction, float[] target, float[] out, int from, int to) {
      for (int i = from; i < to; i++) {
        out[i] = prediction[i] * target[i];
      }
    }

    @Override
    public void backward(float[] prediction, float[] target, float[] out, int from, int to) {
      for (int i = from; i < to; i++) {
        out[i] = target[i];
      }
    }
  }

  /** Records and plans; parameters start as their initializers say. */
  public TestNetwork(Kernels k, Mode mode, int maxBatch, Shape input, Body body, Loss loss) {
    Graph g = new Graph(mode);
    Value in = g.input(input);
    this.output = g.contiguous(body.record(g, in));
    Value target = g.input(loss.target(output.shape()));
    Value rowLoss = Network.total(g, loss.apply(g, output, target));
    this.layout = new Layout(g);
    this.parameters = vector(k, layout.size());
    this.state = vector(k, layout.stateSize());
    this.gradients = vector(k, layout.size());
    for (Slot s : layout.slots()) {
      double[] w = new double[s.size()];
      RandomStream r = new RandomStream(s.path().hashCode());
      s.initializer().fill(w, s.rows(), s.columns(), s.fanIn(), s.fanOut(), r);
      parameters.buffer().write(s.offset(), w, 0, w.length);
    }
    for (Layout.StateEntry s : layout.states()) {
      k.fill(s.initial(), state.columns(s.offset(), s.columns()));
    }
    this.program =
        new Program(
            g,
            new Program.Ends(in, target, output, rowLoss),
            layout,
            new Program.Vectors(parameters, state, gradients),
            k,
            true,
            maxBatch);
  }

  private static Matrix vector(Kernels k, int size) {
    return new Matrix(k.allocate(Math.max(1, size)), 0, 1, size, size);
  }

  /** The program, with the output as its prediction. */
  public Program program() {
    return program;
  }

  /** Where the parameters lie. */
  public Layout layout() {
    return layout;
  }

  /** All parameters, 1 x n. */
  public Matrix parameters() {
    return parameters;
  }

  /** All state, 1 x n. */
  public Matrix state() {
    return state;
  }

  /** All gradients, 1 x n. */
  public Matrix gradients() {
    return gradients;
  }

  /** The shape of the output. */
  public Shape outputShape() {
    return output.shape();
  }

  /** A parameter by its path, as a matrix. */
  public Matrix parameter(String path) {
    return view(parameters, path);
  }

  /** A parameter's gradient by the parameter's path. */
  public Matrix gradient(String path) {
    return view(gradients, path);
  }

  private Matrix view(Matrix flat, String path) {
    Slot s = layout.slot(path);
    return new Matrix(flat.buffer(), s.offset(), s.rows(), s.columns(), s.columns());
  }

  /** Fills a matrix with standard normal numbers times a factor. */
  public static void randomize(Matrix m, double factor, RandomStream r) {
    double[] values = new double[m.size()];
    Arrays.setAll(values, i -> factor * r.nextGaussian());
    m.set(values);
  }

  /** Forward; the sum over the rows of weight times loss. */
  public double loss() {
    program.forward();
    double[] rows = program.loss().toArray();
    double[] weights = program.lossGradient().toArray();
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      sum += rows[i] * weights[i];
    }
    return sum;
  }
}
