// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.init.Initializer;
import backprop.engine.op.Add;
import backprop.engine.op.Affine;
import backprop.engine.op.Multiply;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ProgramTest {
  private static final Initializer ZERO = (w, r, c, in, out, random) -> {};

  private final Kernels k = new ReferenceBackend().open(1);

  /** loss = x * w + (x * w)^2, one column: three uses of the same value. */
  private Program program(Graph g, Matrix weights, Matrix gradients, int maxBatch) {
    Value x = g.input(Shape.of(2));
    Value w = g.parameter("w", 2, 1, Role.WEIGHT, ZERO);
    Value y = g.op(new Affine(), x, w);
    Value loss = g.op(new Add(), y, g.op(new Multiply(), y, y));
    return new Program(
        g,
        new Program.Ends(x, null, null, loss),
        new Layout(g),
        new Program.Vectors(weights, k1(1), gradients),
        k,
        true,
        maxBatch);
  }

  private Matrix k1(int n) {
    return Matrix.of(k.allocate(n), 1, n);
  }

  @Test
  void gradientsOfAValueThatIsUsedSeveralTimesAddUp() {
    Matrix w = k1(2);
    Matrix dw = k1(2);
    w.set(0.5, -1);
    dw.set(Double.NaN, Double.NaN);
    Program p = program(new Graph(Mode.TRAIN), w, dw, 3);
    p.batch(1);
    p.input().set(3, 1);
    p.forward();
    assertArrayEquals(new double[] {0.5 + 0.25}, p.loss().toArray(), 1e-12);
    p.lossGradient().set(1);
    p.backward(false);
    // dloss/dy = 1 + 2 y = 2, dy/dw = x
    assertArrayEquals(new double[] {6, 2}, dw.toArray(), 1e-12);
    p.forward();
    p.backward(true);
    assertArrayEquals(new double[] {12, 4}, dw.toArray(), 1e-12);
    p.forward();
    p.backward(false);
    assertArrayEquals(new double[] {6, 2}, dw.toArray(), 1e-12);
  }

  @Test
  void aBackwardNeedsAForwardOfItsOwn() {
    Matrix w = k1(2);
    Matrix dw = k1(2);
    Program p = program(new Graph(Mode.TRAIN), w, dw, 3);
    assertThrows(IllegalStateException.class, () -> p.backward(false), "before any forward");
    p.forward();
    p.backward(false);
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> p.backward(true), "the second time");
    assertTrue(e.getMessage().contains("forward of its own"), e.getMessage());
    p.forward();
    p.batch(2);
    assertThrows(IllegalStateException.class, () -> p.backward(false), "another batch size");
  }

  /** A large step ends soon when its thread is interrupted, and leaves nothing behind. */
  @Test
  void aStepEndsWhenItsThreadIsInterrupted() {
    Matrix w = k1(2);
    Matrix dw = k1(2);
    w.set(0.5, -1);
    Program p = program(new Graph(Mode.TRAIN), w, dw, 3);
    p.batch(1);
    p.input().set(3, 1);
    Thread.currentThread().interrupt();
    p.forward();
    p.lossGradient().set(1);
    p.backward(false);
    assertArrayEquals(new double[] {6, 2}, dw.toArray(), 1e-12, "unless asked it goes on");
    p.endWhenInterrupted();
    assertThrows(CancellationException.class, p::forward);
    assertTrue(Thread.interrupted(), "whoever interrupts is heard by others, too");
    p.forward();
    Thread.currentThread().interrupt();
    assertThrows(CancellationException.class, () -> p.backward(false));
    assertTrue(Thread.interrupted());
    p.forward();
    p.backward(false);
    assertArrayEquals(new double[] {6, 2}, dw.toArray(), 1e-12);
  }

  @Test
  void anyBatchUpToTheLargestGivesTheSumOfItsRows() {
    Matrix w = k1(2);
    Matrix dw = k1(2);
    w.set(0.5, -1);
    Program p = program(new Graph(Mode.TRAIN), w, dw, 7);
    for (int batch : new int[] {7, 1, 3, 6, 2, 5, 4, 7}) {
      p.batch(batch);
      double[] x = new double[2 * batch];
      double[] seed = new double[batch];
      double[] expected = new double[2];
      for (int i = 0; i < batch; i++) {
        x[2 * i] = i + 1;
        x[2 * i + 1] = 0.5 * i;
        seed[i] = 1.0 / (i + 1);
        double y = 0.5 * x[2 * i] - x[2 * i + 1];
        expected[0] += seed[i] * (1 + 2 * y) * x[2 * i];
        expected[1] += seed[i] * (1 + 2 * y) * x[2 * i + 1];
      }
      p.input().set(x);
      p.lossGradient().set(seed);
      p.forward();
      p.backward(false);
      assertArrayEquals(expected, dw.toArray(), 1e-12, "batch " + batch);
    }
    assertThrows(IllegalArgumentException.class, () -> p.batch(8));
    assertThrows(IllegalArgumentException.class, () -> p.batch(0));
  }

  @Test
  void memoryOfADeepChainIsSharedWherePredicting() {
    Graph g = new Graph(Mode.INFER);
    Value x = g.input(Shape.of(8));
    Value y = x;
    for (int i = 0; i < 20; i++) {
      y = g.op(new Add(), y, y);
    }
    Program p =
        new Program(
            g,
            new Program.Ends(x, null, y, null),
            new Layout(g),
            new Program.Vectors(k1(1), k1(1), null),
            k,
            false,
            4);
    assertTrue(p.plannedElements() <= 4 * 4 * 8, "planned " + p.plannedElements());
    p.batch(2);
    p.input().set(1, 2, 3, 4, 5, 6, 7, 8, 8, 7, 6, 5, 4, 3, 2, 1);
    p.forward();
    assertEquals(1 << 20, p.prediction().toArray()[0]);
    assertEquals(8 << 20, p.prediction().toArray()[8]);
  }

  @Test
  void nodesThatTheEndsDoNotNeedAreNotRun() {
    Graph g = new Graph(Mode.INFER);
    Value x = g.input(Shape.of(1));
    g.op(new Multiply(), x, x);
    Value y = g.op(new Add(), x, x);
    Program p =
        new Program(
            g,
            new Program.Ends(x, null, y, null),
            new Layout(g),
            new Program.Vectors(k1(1), k1(1), null),
            k,
            false,
            1);
    assertEquals(1, p.nodes().size());
    assertTrue(p.explain().contains("add(1, 1) -> 1"), p.explain());
  }

  @Test
  void aMisfitNamesTheLayer() {
    Graph g = new Graph(Mode.TRAIN);
    Value x = g.input(Shape.of(3));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                g.scoped(
                    "1-dense",
                    () -> {
                      Value w = g.parameter("weights", 2, 4, Role.WEIGHT, ZERO);
                      return g.op(new Affine(), x, w);
                    }));
    assertTrue(e.getMessage().startsWith("layer 1-dense: "), e.getMessage());
  }
}
