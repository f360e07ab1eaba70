// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Tanh;
import backprop.engine.backend.Kernels;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Node;
import backprop.engine.graph.Op;
import backprop.engine.graph.Role;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.init.Zeros;
import backprop.engine.op.Add;
import backprop.engine.op.AddRow;
import backprop.engine.op.Affine;
import backprop.engine.op.Concatenate;
import backprop.engine.op.Map;
import backprop.engine.op.Multiply;
import backprop.engine.op.Scale;
import java.util.Arrays;

/**
 * The recurrent cells once more, step by step from small ops as textbooks write them, with the same
 * parameters as the layers: what the layers' single ops must agree with.
 *
 * @param kind which cell
 * @param units number of units
 * @param reverse whether it starts with the last step
 * @param segment after how many steps the state is taken for a constant, 0 for never
 */
record ComposedCells(Kind kind, int units, boolean reverse, int segment) implements Layer {
  enum Kind {
    RNN(1),
    LSTM(4),
    GRU(3);

    final int groups;

    Kind(int groups) {
      this.groups = groups;
    }
  }

  /** Passes numbers on, but no gradient. */
  private record Constant() implements Op {
    @Override
    public Shape shape(Shape... in) {
      return in[0];
    }

    @Override
    public void forward(Kernels k, Node n) {
      k.copy(n.input(0), n.output());
    }

    @Override
    public void backward(Kernels k, Node n) {
      if (n.gradient(0) != null && n.beta(0) == 0) {
        k.fill(0, n.gradient(0));
      }
    }
  }

  /** The state between two steps; c is null but in an LSTM. */
  private record State(Value h, Value c) {}

  private record Parameters(Value weights, Value bias, Value recurrent, Value recurrentBias) {}

  @Override
  public Value apply(Graph g, Value x) {
    int in = x.shape().columns();
    int columns = kind.groups * units;
    Value weights = g.parameter("weights", in, columns, Role.WEIGHT, new Zeros());
    Value bias = g.parameter("bias", 1, columns, Role.BIAS, new Zeros());
    Value recurrent = g.parameter("recurrent", units, columns, Role.WEIGHT, new Zeros());
    Value recurrentBias =
        kind == Kind.GRU ? g.parameter("recurrent-bias", 1, columns, Role.BIAS, new Zeros()) : null;
    Parameters p = new Parameters(weights, bias, recurrent, recurrentBias);
    int time = x.shape().size(0);
    Value[] outputs = new Value[time];
    Value zero = null;
    State state = null;
    for (int s = 0; s < time; s++) {
      int t = reverse ? time - 1 - s : s;
      Value xt = g.op(new Scale(1), g.step(x, t));
      if (state == null) {
        zero = g.op(new Scale(0), g.op(new Affine(), xt, unitsOf(g, in)));
        state = new State(zero, kind == Kind.LSTM ? zero : null);
      }
      if (segment > 0 && s > 0 && s % segment == 0) {
        state =
            new State(
                g.op(new Constant(), state.h),
                state.c == null ? null : g.op(new Constant(), state.c));
      }
      State fresh = step(g, p, xt, state);
      state = x.mask() == null ? fresh : chosen(g, x.mask(), t, fresh, state);
      outputs[t] = state.h;
    }
    Value all = g.op(new Concatenate(), outputs);
    return g.reshape(all, Shape.of(time, units));
  }

  private Value unitsOf(Graph g, int in) {
    return g.parameter("unused", in, units, Role.GAIN, new Zeros());
  }

  private State step(Graph g, Parameters p, Value x, State old) {
    return switch (kind) {
      case RNN -> new State(g.op(new Map(new Tanh()), sums(g, p, x, old.h)), null);
      case LSTM -> lstm(g, sums(g, p, x, old.h), old);
      case GRU -> gru(g, p, x, old);
    };
  }

  private static Value sums(Graph g, Parameters p, Value x, Value h) {
    return g.op(
        new Add(), g.op(new Affine(), x, p.weights, p.bias), g.op(new Affine(), h, p.recurrent));
  }

  private Value group(Graph g, Value sums, int group) {
    return g.op(new Scale(1), g.columns(sums, group * units, units));
  }

  private State lstm(Graph g, Value sums, State old) {
    Value i = g.op(new Map(new Sigmoid()), group(g, sums, 0));
    Value f = g.op(new Map(new Sigmoid()), group(g, sums, 1));
    Value o = g.op(new Map(new Sigmoid()), group(g, sums, 2));
    Value candidate = g.op(new Map(new Tanh()), group(g, sums, 3));
    Value c = g.op(new Add(), g.op(new Multiply(), f, old.c), g.op(new Multiply(), i, candidate));
    return new State(g.op(new Multiply(), o, g.op(new Map(new Tanh()), c)), c);
  }

  private State gru(Graph g, Parameters p, Value x, State old) {
    Value a = g.op(new Affine(), x, p.weights, p.bias);
    Value q = g.op(new AddRow(), g.op(new Affine(), old.h, p.recurrent), p.recurrentBias);
    Value z = g.op(new Map(new Sigmoid()), g.op(new Add(), group(g, a, 0), group(g, q, 0)));
    Value r = g.op(new Map(new Sigmoid()), g.op(new Add(), group(g, a, 1), group(g, q, 1)));
    Value reset = g.op(new Multiply(), r, group(g, q, 2));
    Value n = g.op(new Map(new Tanh()), g.op(new Add(), group(g, a, 2), reset));
    Value difference = g.op(new Add(), old.h, g.op(new Scale(-1), n));
    return new State(g.op(new Add(), n, g.op(new Multiply(), z, difference)), null);
  }

  /** {@code mask * fresh + (1 - mask) * old}. */
  private State chosen(Graph g, Value mask, int t, State fresh, State old) {
    Value[] copies = new Value[units];
    Arrays.fill(copies, g.op(new Scale(1), g.step(mask, t)));
    Value wide = g.op(new Concatenate(), copies);
    return new State(
        blend(g, wide, fresh.h, old.h), old.c == null ? null : blend(g, wide, fresh.c, old.c));
  }

  private static Value blend(Graph g, Value mask, Value fresh, Value old) {
    Value difference = g.op(new Add(), fresh, g.op(new Scale(-1), old));
    return g.op(new Add(), old, g.op(new Multiply(), mask, difference));
  }
}
