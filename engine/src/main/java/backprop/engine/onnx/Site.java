// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.onnx;

import backprop.engine.graph.Graph.Recorded;
import backprop.engine.graph.Shape;

/**
 * One recorded op on its way to ONNX: what its translation sees and writes with.
 *
 * <p>A value of shape {@code s} is a tensor of {@code batch x s} if there is one for each example,
 * else of {@code s} alone: ranks and the order of axes are those of {@link Shape}, so images have
 * their channels last.
 */
final class Site {
  private final OnnxGraph graph;
  private final Recorded op;
  private final OnnxExport export;

  Site(OnnxGraph graph, Recorded op, OnnxExport export) {
    this.graph = graph;
    this.op = op;
    this.export = export;
  }

  /** Number of inputs. */
  int inputs() {
    return op.inputs().length;
  }

  /** The name of an input. */
  String in(int i) {
    return export.name(op.inputs()[i]);
  }

  /** The names of all inputs. */
  String[] all() {
    String[] names = new String[inputs()];
    for (int i = 0; i < names.length; i++) {
      names[i] = in(i);
    }
    return names;
  }

  /** The shape of an input. */
  Shape shape(int i) {
    return op.inputs()[i].shape();
  }

  /** The shape of the output. */
  Shape shape() {
    return op.output().shape();
  }

  /** Whether there is an input for each example. */
  boolean perExample(int i) {
    return op.inputs()[i].perExample();
  }

  /** Number of axes that the tensor of an input has. */
  int rank(int i) {
    return shape(i).rank() + (perExample(i) ? 1 : 0);
  }

  /**
   * The numbers of an input that is a parameter or a state.
   *
   * @throws OnnxException when it is computed
   */
  float[] numbers(int i) {
    float[] numbers = export.numbers(op.inputs()[i]);
    if (numbers == null) {
      throw refused("because its input " + i + " is computed and not a parameter");
    }
    return numbers;
  }

  /** A constant that belongs to this op. */
  String floats(String name, float[] values, int... dims) {
    return graph.floats(op.path().isEmpty() ? name : op.path() + "/" + name, values, dims);
  }

  String number(double value) {
    return graph.number(value);
  }

  /** A number of rank 0. */
  String scalar(double value) {
    return graph.scalar(value);
  }

  /** A whole number of rank 0. */
  String scalarWhole(long value) {
    return graph.scalarWhole(value);
  }

  String whole(long... values) {
    return graph.whole(values);
  }

  String node(String type, String... in) {
    return graph.node(type, in);
  }

  String node(String type, Attributes attributes, String... in) {
    return graph.node(type, attributes, in);
  }

  /** A node of whose outputs only one, counted from 0, is wanted. */
  String node(String type, Attributes attributes, int wanted, String... in) {
    return graph.node(type, attributes, wanted, in);
  }

  /** A value for each example in another shape. */
  String reshape(String x, int... sizes) {
    long[] dims = new long[sizes.length + 1];
    dims[0] = -1;
    for (int i = 0; i < sizes.length; i++) {
      dims[i + 1] = sizes[i];
    }
    return node("Reshape", x, whole(dims));
  }

  /** Axes in another order. */
  String transpose(String x, long... order) {
    return node("Transpose", Attributes.NONE.withList("perm", order), x);
  }

  /**
   * The batch with the channels, which are the last axis here, moved to the front of the others.
   */
  String channelsFirst(String x, int rank) {
    if (rank == 2) {
      return x;
    }
    return rank == 3 ? transpose(x, 0, 2, 1) : transpose(x, 0, 3, 1, 2);
  }

  /** The reverse of {@link #channelsFirst}. */
  String channelsLast(String x, int rank) {
    if (rank == 2) {
      return x;
    }
    return rank == 3 ? transpose(x, 0, 2, 1) : transpose(x, 0, 2, 3, 1);
  }

  /** What to throw where this op cannot be written. */
  OnnxException refused(String why) {
    return new OnnxException(
        (op.path().isEmpty() ? "the prediction" : "layer " + op.path())
            + " cannot be written as ONNX: its operation '"
            + op.op()
            + "' has no counterpart"
            + (why.isEmpty() ? "" : ", " + why));
  }
}
