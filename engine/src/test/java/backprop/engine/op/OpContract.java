// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Op;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every op must do: right gradients of all operands, also as a second writer and where some
 * gradients are not wanted; the same results in float. A subclass names its ops in {@link
 * #cases()}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OpContract {
  private static final int SEEDS = 12;

  /** All ops with ways to draw operands for them. */
  protected abstract Stream<Case> cases();

  /** The kernels that must agree with the reference; another backend's tests override this. */
  protected Kernels kernels() {
    return Backends.choose("java").backend().open(1);
  }

  private static Kernels reference() {
    return Backends.choose("reference").backend().open(1);
  }

  /**
   * An op under test.
   *
   * @param name name of the case
   * @param draw makes operands of random shape
   */
  public record Case(String name, Function<RandomStream, Draw> draw) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** One operand with its numbers. */
  public record Operand(Shape shape, boolean perExample, boolean differentiable, double... data) {}

  /** Operands and what to do with them, built up one by one. */
  public static final class Draw {
    private final int batch;
    private final List<Operand> operands = new ArrayList<>();
    private BiFunction<Graph, Value[], Value> record;

    /** A draw for so many examples. */
    public Draw(int batch) {
      this.batch = batch;
    }

    /** One more operand, with standard normal numbers, for each example. */
    public Draw example(Shape shape, RandomStream r) {
      return example(shape, r::nextGaussian);
    }

    /** One more operand for each example. */
    public Draw example(Shape shape, DoubleSupplier numbers) {
      return operand(shape, true, true, numbers);
    }

    /** One more operand that is like a parameter, with standard normal numbers. */
    public Draw fixed(Shape shape, RandomStream r) {
      return operand(shape, false, true, r::nextGaussian);
    }

    /** One more operand for each example, to which no gradient flows. */
    public Draw target(Shape shape, DoubleSupplier numbers) {
      return operand(shape, true, false, numbers);
    }

    /** One more operand that is like state. */
    public Draw state(Shape shape, DoubleSupplier numbers) {
      return operand(shape, false, false, numbers);
    }

    private Draw operand(
        Shape shape, boolean perExample, boolean differentiable, DoubleSupplier numbers) {
      double[] data = new double[shape.elements() * (perExample ? batch : 1)];
      Arrays.setAll(data, i -> numbers.getAsDouble());
      operands.add(new Operand(shape, perExample, differentiable, data));
      return this;
    }

    /** Applies the op to all operands. */
    public Draw op(Op op) {
      return record((g, v) -> g.op(op, v));
    }

    /** Records what is under test. */
    public Draw record(BiFunction<Graph, Value[], Value> how) {
      record = how;
      return this;
    }
  }

  /** A recorded draw with a probe at its end. */
  private static final class Probed {
    final List<Leaf> leaves = new ArrayList<>();
    final TestNetwork net;

    /**
     * @param wanted which operands shall get a gradient, as far as they can have one
     * @param twice whether the op is applied twice to the same operands, and the results added
     */
    Probed(Kernels k, Draw d, int wanted, boolean twice, long seed) {
      for (int i = 0; i < d.operands.size(); i++) {
        Operand o = d.operands.get(i);
        boolean differentiable = o.differentiable && (wanted >> i & 1) == 1;
        leaves.add(new Leaf(o.shape, o.perExample, differentiable, o.data.clone()));
      }
      TestNetwork.Body body =
          (g, in) -> {
            Value[] placed = new Value[leaves.size()];
            for (int i = 0; i < placed.length; i++) {
              placed[i] = leaves.get(i).place(g, in, "leaf-" + i);
            }
            Value once = d.record.apply(g, placed);
            return twice ? g.op(new Add(), once, d.record.apply(g, placed)) : once;
          };
      net = new TestNetwork(k, Mode.TRAIN, d.batch, Shape.of(1), body, TestNetwork.PROBE);
      RandomStream r = new RandomStream(seed);
      net.program().randomness(seed, 3);
      TestNetwork.randomize(net.program().target(), 1, r);
      TestNetwork.randomize(net.program().lossGradient(), 1, r);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsEqualCentralDifferences(Case c) {
    GradientCheck check = new GradientCheck();
    for (int seed = 0; seed < SEEDS; seed++) {
      Draw d = c.draw.apply(new RandomStream(RandomStream.key(seed, 1)));
      Probed p = new Probed(reference(), d, -1, false, seed);
      check.check(c + ", seed " + seed, p.net, p.leaves);
    }
    assertTrue(check.checked() > 0, "nothing was checked");
    assertTrue(check.worst() < GradientCheck.TOLERANCE, check::toString);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSecondWriterAddsToTheGradient(Case c) {
    GradientCheck check = new GradientCheck();
    for (int seed = 0; seed < SEEDS; seed++) {
      Draw d = c.draw.apply(new RandomStream(RandomStream.key(seed, 2)));
      Probed p = new Probed(reference(), d, -1, true, seed);
      check.check(c + " twice, seed " + seed, p.net, p.leaves);
    }
    assertTrue(check.worst() < GradientCheck.TOLERANCE, check::toString);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsThatNobodyWantsAreLeftOut(Case c) {
    Draw d = c.draw.apply(new RandomStream(5));
    Probed all = new Probed(reference(), d, -1, false, 5);
    all.net.loss();
    all.net.program().backward(false);
    int alone = 0;
    for (int i = 0; i < d.operands.size(); i++) {
      if (d.operands.get(i).differentiable) {
        Probed one = new Probed(reference(), d, 1 << i, false, 5);
        one.net.loss();
        one.net.program().backward(false);
        assertArrayEquals(all.leaves.get(i).gradient(), one.leaves.get(i).gradient());
        alone++;
      }
    }
    assertNotEquals(0, alone);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void floatResultsAreCloseToTheReference(Case c) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Draw d = c.draw.apply(new RandomStream(RandomStream.key(seed, 3)));
      Probed exact = new Probed(reference(), d, -1, false, seed);
      try (Kernels k = kernels()) {
        Probed single = new Probed(k, d, -1, false, seed);
        for (Probed p : List.of(exact, single)) {
          p.net.loss();
          p.net.program().backward(false);
        }
        close(
            c + " output",
            exact.net.program().prediction().toArray(),
            single.net.program().prediction().toArray());
        for (int i = 0; i < exact.leaves.size(); i++) {
          if (exact.leaves.get(i).differentiable()) {
            close(
                c + " gradient " + i,
                exact.leaves.get(i).gradient(),
                single.leaves.get(i).gradient());
          }
        }
      }
    }
  }

  /** Within a few float roundings of the largest number. */
  static void close(String what, double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length, what);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertArrayEquals(expected, actual, 2e-5 * Math.max(largest, 1e-2), what);
  }
}
