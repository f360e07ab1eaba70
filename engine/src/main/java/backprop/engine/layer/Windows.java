// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Activation;
import backprop.engine.activation.Relu;
import backprop.engine.backend.Axis;
import backprop.engine.backend.Window;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Op;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Auto;
import backprop.engine.init.Initializer;
import backprop.engine.init.Zeros;
import backprop.engine.op.Map;
import backprop.engine.op.MaxPool;
import java.util.List;

/** What the layers with windows share: sizes of one or two numbers, checks, parameters. */
final class Windows {
  private Windows() {}

  /** The axis along one direction. */
  interface Along {
    Axis axis(Padding.Direction direction, int in, int kernel, int stride, int dilation);
  }

  /** Checks one number for both directions, or height and width. */
  static List<Integer> sizes(String name, List<Integer> sizes) {
    if (sizes.isEmpty() || sizes.size() > 2) {
      throw new IllegalArgumentException(
          name + " is " + sizes + ", it must be one number, or height and width in brackets");
    }
    for (int s : sizes) {
      atLeastOne(name, s);
    }
    return List.copyOf(sizes);
  }

  static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", it must be at least 1");
    }
  }

  /** The shape of an input that must be an image. */
  static Shape image(Graph g, Value x) {
    if (x.shape().rank() != 3) {
      throw Layers.error(
          g,
          "the input is "
              + x.shape()
              + ", but must be height x width x channels"
              + (x.shape().rank() == 1 ? "; put a reshape layer before" : ""));
    }
    return x.shape();
  }

  /** The shape of an input that must be a sequence. */
  static Shape sequence(Graph g, Value x) {
    if (x.shape().rank() != 2) {
      throw Layers.error(
          g,
          "the input is "
              + x.shape()
              + ", but must be time x features"
              + (x.shape().rank() == 1 ? "; put a reshape layer before" : ""));
    }
    return x.shape();
  }

  /** The shape of an input that must be a sequence or an image. */
  static Shape positions(Graph g, Value x) {
    return x.shape().rank() == 2 ? x.shape() : image(g, x);
  }

  /** The window over a sequence or an image, given one number each or height and width. */
  static Window over(
      Graph g,
      Shape x,
      List<Integer> size,
      List<Integer> stride,
      List<Integer> dilation,
      Along along) {
    try {
      if (x.rank() == 2) {
        single("size", size, x);
        single("stride", stride, x);
        single("dilation", dilation, x);
        return new Window(
            Axis.single(1),
            along.axis(
                Padding.Direction.HORIZONTAL,
                x.size(0),
                size.get(0),
                stride.get(0),
                dilation.get(0)));
      }
      return new Window(
          along.axis(
              Padding.Direction.VERTICAL, x.size(0), size.get(0), stride.get(0), dilation.get(0)),
          along.axis(
              Padding.Direction.HORIZONTAL, x.size(1), last(size), last(stride), last(dilation)));
    } catch (IllegalArgumentException e) {
      throw Layers.error(g, "for an input of " + x + ", " + e.getMessage());
    }
  }

  private static void single(String name, List<Integer> sizes, Shape x) {
    if (sizes.size() > 1) {
      throw new IllegalArgumentException(
          name + " is " + sizes + ", but a sequence has one direction only");
    }
  }

  private static int last(List<Integer> sizes) {
    return sizes.get(sizes.size() - 1);
  }

  /** The window that sees everything. */
  static Window all(Shape x) {
    return x.rank() == 2
        ? new Window(Axis.single(1), new Axis(x.size(0), x.size(0), 1, 1, 0, 0))
        : new Window(
            new Axis(x.size(0), x.size(0), 1, 1, 0, 0), new Axis(x.size(1), x.size(1), 1, 1, 0, 0));
  }

  /** Pools need something of the input in each window. */
  static void checkSeesInput(Graph g, Window w) {
    for (Axis a : List.of(w.vertical(), w.horizontal())) {
      if (a.before() >= a.kernel() || a.after() >= a.kernel()) {
        throw Layers.error(
            g,
            "padding of "
                + Math.max(a.before(), a.after())
                + " must be less than the window's size, "
                + a.kernel());
      }
    }
  }

  /** Padded steps of a sequence would count as real ones. */
  static void refuseMask(Graph g, Value x) {
    if (x.mask() != null) {
      throw Layers.error(
          g, "it pools over all steps, but the sequences here have different lengths");
    }
  }

  /** Checks one, two or four numbers of positions at the margins. */
  static List<Integer> margins(List<Integer> positions) {
    int n = positions.size();
    if (n != 1 && n != 2 && n != 4 || positions.stream().anyMatch(p -> p < 0)) {
      throw new IllegalArgumentException(
          "positions are " + positions + ", it must be one, two or four numbers of at least 0");
    }
    return List.copyOf(positions);
  }

  /**
   * The window of one position over an input with other margins.
   *
   * @param sign 1 to add margins, -1 to cut them off
   */
  static Window withMargins(Graph g, Value x, List<Integer> positions, int sign) {
    Shape in = positions(g, x);
    int n = positions.size();
    int a = sign * positions.get(0);
    int b = sign * positions.get(n == 1 ? 0 : 1);
    try {
      if (in.rank() == 2) {
        if (n == 4) {
          throw new IllegalArgumentException("positions are four numbers, allowed are one or two");
        }
        return new Window(Axis.single(1), new Axis(in.size(0), 1, 1, 1, a, b));
      }
      return n < 4
          ? new Window(new Axis(in.size(0), 1, 1, 1, a, a), new Axis(in.size(1), 1, 1, 1, b, b))
          : new Window(
              new Axis(in.size(0), 1, 1, 1, a, b),
              new Axis(in.size(1), 1, 1, 1, sign * positions.get(2), sign * positions.get(3)));
    } catch (IllegalArgumentException e) {
      throw Layers.error(g, "for an input of " + in + ", " + e.getMessage());
    }
  }

  /** Checks that channels can be cut into groups. */
  static void checkGroups(Graph g, int groups, int channels, int filters) {
    if (channels % groups != 0 || filters % groups != 0) {
      throw Layers.error(
          g,
          channels
              + " input channels and "
              + filters
              + " filters cannot be cut into "
              + groups
              + " equal groups");
    }
  }

  /**
   * The weights of a convolution, as matrix of so many rows and columns, then the op, with a bias
   * if wanted, then the activation.
   */
  static Value apply(Graph g, Value x, Op op, Kernel kernel, boolean bias, Activation activation) {
    if (kernel.rows() * kernel.columns() > Integer.MAX_VALUE) {
      throw Layers.error(g, "its kernel has more than 2^31 weights: take fewer filters");
    }
    Initializer start =
        kernel.initializer() instanceof Auto ? activation.initializer() : kernel.initializer();
    Value w =
        g.parameter(
            kernel.name(),
            (int) kernel.rows(),
            (int) kernel.columns(),
            Role.WEIGHT,
            start,
            fan(kernel.fanIn()),
            fan(kernel.fanOut()),
            1);
    Value sums =
        bias
            ? g.op(op, x, w, g.parameter("bias", 1, kernel.filters(), Role.BIAS, new Zeros()))
            : g.op(op, x, w);
    return activation.apply(g, sums);
  }

  /**
   * The largest number of every window. The largest of what relu leaves is what relu leaves of the
   * largest, and so with the gradients; relu comes second, where fewer numbers are left to do.
   */
  static Value largest(Graph g, Window w, Value x) {
    List<Graph.Recorded> ops = x.mask() == null ? g.recorded(x) : List.of();
    if (!ops.isEmpty()) {
      Graph.Recorded last = ops.get(ops.size() - 1);
      if (last.output().id() == x.id()
          && last.op() instanceof Map m
          && m.function() instanceof Relu) {
        return g.op(m, g.op(new MaxPool(w), last.inputs()[0]));
      }
    }
    return g.op(new MaxPool(w), x);
  }

  private static int fan(long number) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, number));
  }

  /**
   * A kernel as a parameter.
   *
   * @param rows rows of its matrix
   * @param columns columns of its matrix
   * @param filters channels that come out
   * @param fanIn numbers that are summed up in one output
   * @param fanOut outputs that one number of the input goes into
   */
  record Kernel(
      String name,
      long rows,
      long columns,
      int filters,
      long fanIn,
      long fanOut,
      Initializer initializer) {
    /** Of a convolution. */
    static Kernel of(Window w, int groups, int channels, int filters, Initializer initializer) {
      long rows = (long) w.places() * (channels / groups);
      long fanOut = (long) w.places() * (filters / groups);
      return new Kernel("weights", rows, filters, filters, rows, fanOut, initializer);
    }

    /** Of a transposed convolution; strides leave out places of the window. */
    static Kernel transposed(
        Window w, int groups, int channels, int filters, Initializer initializer) {
      long rows = (long) w.places() * (filters / groups);
      long strides = (long) w.vertical().stride() * w.horizontal().stride();
      long fanIn = (long) w.places() * (channels / groups) / strides;
      return new Kernel("weights", rows, channels, filters, fanIn, rows, initializer);
    }

    /** Of a depthwise convolution. */
    static Kernel depthwise(
        String name, Window w, int channels, int multiplier, Initializer initializer) {
      int filters = Math.multiplyExact(channels, multiplier);
      long fanOut = (long) w.places() * multiplier;
      return new Kernel(name, w.places(), filters, filters, w.places(), fanOut, initializer);
    }
  }
}
