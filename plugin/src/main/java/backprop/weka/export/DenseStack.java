// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.export;

import backprop.engine.activation.Relu;
import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Tanh;
import backprop.engine.graph.Graph.Recorded;
import backprop.engine.graph.Layout;
import backprop.engine.graph.Op;
import backprop.engine.graph.Slot;
import backprop.engine.graph.Value;
import backprop.engine.loss.MembersLoss;
import backprop.engine.model.Model;
import backprop.engine.network.Network;
import backprop.engine.op.AddRow;
import backprop.engine.op.Affine;
import backprop.engine.op.Map;
import backprop.engine.op.MultiplyRow;
import backprop.engine.op.NormalizeByState;
import backprop.engine.op.Softmax;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as weighted sums, each followed by one function: what PMML and short programs can say.
 * Gains, shifts and running moments are put into the weights around them; anything but a straight
 * chain is refused.
 */
final class DenseStack {
  /** What follows a weighted sum, under its name in PMML; null where PMML 4.1 has none. */
  enum Function {
    RELU(null),
    IDENTITY("identity"),
    LOGISTIC("logistic"),
    TANH("tanh"),
    SOFTMAX("softmax");

    final String word;

    Function(String word) {
      this.word = word;
    }
  }

  /**
   * {@code y(j) = function(sum over i of x(i) * weights[i][j] + bias[j])}.
   *
   * @param weights inputs x units
   */
  record Layer(double[][] weights, double[] bias, Function function) {}

  private static final String ENSEMBLE =
      "; these layers are an ensemble, which -layers auto makes for a nominal class; train one"
          + " network, such as -layers \"dense(64, relu)\"";

  private final Model model;
  private final String form;
  private final Layout layout;
  private final Network.Prediction recording;
  private final List<Layer> layers = new ArrayList<>();
  private double[][] weights;
  private double[] bias;
  private int columns;

  private DenseStack(Model model, String form) {
    this.model = model;
    this.form = form;
    this.layout = Network.layout(model.spec());
    this.recording = Network.prediction(model.spec());
    this.columns = model.spec().input().elements();
  }

  /**
   * The layers of a network for PMML, first to last, at least one.
   *
   * @throws IllegalArgumentException naming the layer and the operation that do not fit
   */
  static List<Layer> of(Model model) {
    return of(model, "PMML");
  }

  /**
   * The layers of a network, first to last, at least one.
   *
   * @param form what they are written as: with {@code PMML}, without ReLU
   * @throws IllegalArgumentException naming the layer and the operation that do not fit
   */
  static List<Layer> of(Model model, String form) {
    DenseStack s = new DenseStack(model, form);
    int last = s.recording.input().id();
    for (Recorded r : s.recording.graph().recorded(s.recording.prediction())) {
      if (r.inputs()[0].id() != last || r.output().shape().rank() != 1) {
        throw s.refused(r, "because " + form + " has a straight chain of layers only");
      }
      s.add(r);
      last = r.output().id();
    }
    if (s.weights != null || s.layers.isEmpty()) {
      s.close(Function.IDENTITY);
    }
    return s.layers;
  }

  private void add(Recorded r) {
    Op op = r.op();
    if (op instanceof Affine) {
      if (weights != null) {
        close(Function.IDENTITY);
      }
      affine(numbers(r, 1), r.inputs().length > 2 ? numbers(r, 2) : null);
    } else if (op instanceof MultiplyRow) {
      scale(numbers(r, 1));
    } else if (op instanceof AddRow) {
      shift(numbers(r, 1));
    } else if (op instanceof NormalizeByState n) {
      normalize(n.epsilon(), numbers(r, 1), numbers(r, 2), numbers(r, 3));
    } else if (op instanceof Map m && m.function() instanceof Tanh) {
      close(Function.TANH);
    } else if (op instanceof Map m && m.function() instanceof Sigmoid) {
      close(Function.LOGISTIC);
    } else if (op instanceof Map m && m.function() instanceof Relu && !form.equals("PMML")) {
      close(Function.RELU);
    } else if (op instanceof Softmax && r.output().id() == recording.prediction().id()) {
      close(Function.SOFTMAX);
    } else {
      throw refused(
          r,
          form
              + " is written for dense layers with tanh, sigmoid"
              + (form.equals("PMML") ? "" : ", relu")
              + " and identity");
    }
  }

  private void affine(double[] w, double[] b) {
    int units = w.length / columns;
    weights = new double[columns][units];
    for (int i = 0; i < w.length; i++) {
      weights[i / units][i % units] = w[i];
    }
    bias = b == null ? new double[units] : b;
  }

  private void open() {
    if (weights == null) {
      weights = new double[columns][columns];
      for (int i = 0; i < columns; i++) {
        weights[i][i] = 1;
      }
      bias = new double[columns];
    }
  }

  private void scale(double[] row) {
    open();
    for (int j = 0; j < row.length; j++) {
      for (double[] w : weights) {
        w[j] *= row[j];
      }
      bias[j] *= row[j];
    }
  }

  private void shift(double[] row) {
    open();
    for (int j = 0; j < row.length; j++) {
      bias[j] += row[j];
    }
  }

  private void normalize(double epsilon, double[] means, double[] variances, double[] weight) {
    double[] factor = new double[weight.length];
    double[] offset = new double[weight.length];
    for (int j = 0; j < factor.length; j++) {
      factor[j] = 1 / Math.sqrt(variances[j] / weight[j] + epsilon);
      offset[j] = -means[j] / weight[j];
    }
    shift(offset);
    scale(factor);
  }

  private void close(Function function) {
    open();
    layers.add(new Layer(weights, bias, function));
    columns = bias.length;
    weights = null;
    bias = null;
  }

  private double[] numbers(Recorded r, int i) {
    Value v = r.inputs()[i];
    String path =
        recording
            .graph()
            .kept(v)
            .orElseThrow(() -> refused(r, "because its operand " + i + " is computed"));
    for (Slot s : layout.slots()) {
      if (s.path().equals(path)) {
        return copy(model.parameters(), s.offset(), s.size());
      }
    }
    Layout.StateEntry s = layout.state(path);
    return copy(model.state(), s.offset(), s.columns());
  }

  private static double[] copy(float[] from, int offset, int count) {
    double[] copy = new double[count];
    for (int i = 0; i < count; i++) {
      copy[i] = from[offset + i];
    }
    return copy;
  }

  private IllegalArgumentException refused(Recorded r, String why) {
    return new IllegalArgumentException(
        (r.path().isEmpty() ? "the prediction" : "layer " + r.path())
            + " cannot be written as "
            + form
            + ": its operation '"
            + r.op()
            + "' has no counterpart, "
            + why
            + (model.spec().loss() instanceof MembersLoss ? ENSEMBLE : ""));
  }
}
