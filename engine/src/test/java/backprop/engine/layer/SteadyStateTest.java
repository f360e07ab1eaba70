// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Activation;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.op.IdleKernels;
import backprop.engine.op.TestNetwork;
import backprop.engine.text.Entry;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * After the first steps, neither the recorded program nor the ops and float loops of any layer,
 * activation or loss allocate anything: on kernels that do next to nothing, where only these can,
 * and on the fast backend, whose kernels must not either.
 */
final class SteadyStateTest {
  private static final int STEPS = 200;

  static Stream<String> networks() {
    List<String> texts = new ArrayList<>();
    for (Entry<Activation> e : Catalogs.texts().catalog(Activation.class).entries()) {
      texts.add("dense(32, " + Catalogs.print(Activation.class, e.prototype()) + ")");
    }
    for (Entry<Layer> e : Catalogs.texts().catalog(Layer.class).entries()) {
      boolean sizes = e.prototype() instanceof Embeddings;
      texts.add(sizes ? "embeddings([10])" : Catalogs.print(Layer.class, e.prototype()));
    }
    return texts.stream();
  }

  static Stream<Loss> losses() {
    return Catalogs.texts().catalog(Loss.class).entries().stream().map(Entry::prototype);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void layers(String text) {
    check(Catalogs.parse(Layer.class, text), new CrossEntropy(0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void losses(Loss loss) {
    check(new Dense(loss.outputs(3)), loss);
  }

  private static void check(Layer layer, Loss loss) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count allocations");
    for (Kernels kernels : List.of(new IdleKernels(), new JavaBackend().open(1))) {
      check(kernels, layer, loss);
    }
  }

  private static void check(Kernels kernels, Layer layer, Loss loss) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    try (Kernels k = kernels) {
      Layer chain = LayerGradientTest.takesIndices(layer) ? layer : Chain.of(new Dense(32), layer);
      TestNetwork.Body body =
          (g, x) -> {
            Value y = chain.apply(g, x);
            return g.reshape(y, Shape.of(y.shape().elements()));
          };
      TestNetwork net = new TestNetwork(k, Mode.TRAIN, 8, input(chain), body, loss);
      steps(net, STEPS);
      long least = Long.MAX_VALUE;
      // the compiler may still be at work on this thread's behalf: the best of a few rounds counts
      for (int round = 0; round < 20 && least > 0; round++) {
        long before = threads.getThreadAllocatedBytes(id);
        steps(net, STEPS);
        least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
      }
      assertEquals(0, least, "bytes in " + STEPS + " steps on " + k.backend());
    }
  }

  /** Features or, where a layer refuses them, a sequence, or an image. */
  private static Shape input(Layer layer) {
    for (Shape shape : List.of(Shape.of(6), Shape.of(3, 6))) {
      Graph g = new Graph(Mode.TRAIN);
      try {
        layer.apply(g, g.input(shape));
        return shape;
      } catch (IllegalArgumentException e) {
        continue;
      }
    }
    return Shape.of(5, 4, 6);
  }

  private static void steps(TestNetwork net, int n) {
    for (int i = 0; i < n; i++) {
      net.program().batch(i % 2 == 0 ? 8 : 5);
      net.program().randomness(1, i);
      net.program().forward();
      net.program().backward(false);
    }
  }
}
