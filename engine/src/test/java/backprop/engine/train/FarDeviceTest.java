// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Buffer;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.model.EpochRecord;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimizer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Training on a device that is only imagined: its buffers can be read and written through their
 * interface and in no other way, so whoever takes numbers for granted in main memory fails, and
 * every wait for the device is counted.
 */
final class FarDeviceTest {
  private static final int INPUTS = 16;
  private static final int BATCH = 16;
  private static final String SMALL = "chain(dense(6, relu), batch-norm, dropout(0.2), dense(3))";

  /** Numbers that are somewhere else. */
  private record Far(Buffer near, int[] waits) implements Buffer {
    @Override
    public int size() {
      return near.size();
    }

    @Override
    public void read(int from, float[] to, int at, int count) {
      waits[0]++;
      near.read(from, to, at, count);
    }

    @Override
    public void read(int from, double[] to, int at, int count) {
      waits[0]++;
      near.read(from, to, at, count);
    }

    @Override
    public void write(int from, float[] values, int at, int count) {
      near.write(from, values, at, count);
    }

    @Override
    public void write(int from, double[] values, int at, int count) {
      near.write(from, values, at, count);
    }
  }

  private static Object near(Object argument) {
    if (argument instanceof Matrix m) {
      Buffer b = ((Far) m.buffer()).near();
      return new Matrix(b, m.offset(), m.rows(), m.columns(), m.stride());
    }
    if (argument instanceof Matrix[] all) {
      return Stream.of(all).map(FarDeviceTest::near).toArray(Matrix[]::new);
    }
    return argument;
  }

  /** The kernels of a group, on buffers that are far. */
  private static Object far(Object real, Class<?> type, int[] waits) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (method.getName().equals("stepsAhead")) {
            return 16;
          }
          Object[] nearer =
              arguments == null ? null : Stream.of(arguments).map(FarDeviceTest::near).toArray();
          Object result;
          try {
            result = method.invoke(real, nearer);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
          if (result instanceof Buffer b) {
            return new Far(b, waits);
          }
          if (result instanceof Double || result instanceof Boolean) {
            waits[0]++;
          }
          return GROUPS.contains(method.getName())
              ? far(result, method.getReturnType(), waits)
              : result;
        });
  }

  private static final Set<String> GROUPS =
      Set.of("images", "groups", "tables", "sequences", "rows");

  private static Kernels far(int[] waits) {
    return (Kernels) far(new JavaBackend().open(1), Kernels.class, waits);
  }

  private static double[] losses(
      Kernels kernels, String layers, String optimizer, int rows, int epochs)
      throws InterruptedException {
    try (Kernels k = kernels) {
      RandomStream random = new RandomStream(3);
      Examples examples = new Examples(k, rows, INPUTS, 1);
      float[] x = new float[INPUTS];
      for (int r = 0; r < rows; r++) {
        for (int i = 0; i < INPUTS; i++) {
          x[i] = (float) random.nextGaussian();
        }
        examples.set(r, x, new float[] {x[0] > x[1] ? 1 : x[2] > 0 ? 2 : 0}, 1);
      }
      NetworkSpec spec =
          new NetworkSpec(
              Shape.of(INPUTS),
              Catalogs.parse(Layer.class, layers),
              Catalogs.parse(Loss.class, "cross-entropy"));
      Network network = new Network(spec, k);
      network.initialize(5);
      TrainSpec how =
          TrainSpec.of(
              epochs,
              BATCH,
              Catalogs.parse(Optimizer.class, optimizer),
              List.of(),
              EarlyStopping.never(),
              7);
      return new Trainer(network, how, examples, null)
          .run().history().stream().mapToDouble(EpochRecord::trainingLoss).toArray();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chain(dense(12, relu), batch-norm, dropout(0.2), dense(3))",
        "chain(reshape(4, 4, 1), conv2d(4, 3, tanh), max-pool(2), flatten, dense(3))",
        "chain(reshape(4, 4), lstm(5), layer-norm, dense(3))",
        "chain(reshape(4, 4), attention(2), flatten, dense(3, prelu), dense(3))"
      })
  void nothingReachesPastTheInterface(String layers) throws InterruptedException {
    String optimizer = "clip-by-global-norm(1, adam(0.01))";
    double[] near = losses(new JavaBackend().open(1), layers, optimizer, 80, 2);
    double[] far = losses(far(new int[1]), layers, optimizer, 80, 2);
    assertArrayEquals(near, far, 1e-6);
  }

  /** Every optimizer of the catalog, what wraps another one included. */
  static Stream<String> optimizers() {
    return Stream.concat(
        Catalogs.texts().catalog(Optimizer.class).entries().stream()
            .map(e -> Catalogs.print(Optimizer.class, e.prototype())),
        Stream.of(
            "sam(0.05, clip-by-norm(1, adam(0.01)), adaptive=true)",
            "clip-by-global-norm(0.1, sam(0.05, gradient-noise(0.01, 0.55, sgd(0.1, 0.9))))",
            "lookahead(5, 0.5, adaptive-clip(0.01, ema(0.9, adam(0.01))))"));
  }

  /**
   * Of two epochs of 20 and of 100 steps, the longer may wait for the losses of 16 steps at a time;
   * the improved RProp asks for the loss of each step, since it decides about the step.
   */
  @ParameterizedTest
  @MethodSource("optimizers")
  void aStepWaitsForNothing(String optimizer) throws InterruptedException {
    int[] shorter = new int[1];
    int[] longer = new int[1];
    losses(far(shorter), SMALL, optimizer, 20 * BATCH, 1);
    losses(far(longer), SMALL, optimizer, 100 * BATCH, 1);
    int most = optimizer.startsWith("rprop") ? 90 : 10;
    int more = longer[0] - shorter[0];
    assertTrue(more <= most, more + " waits in 80 more steps, " + shorter[0] + " in 20");
  }

  /** Where nobody waits for a number, the numbers are the same. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void whatIsNotWaitedForIsTheSame(String optimizer) throws InterruptedException {
    double[] near = losses(new JavaBackend().open(1), SMALL, optimizer, 80, 3);
    assertArrayEquals(near, losses(far(new int[1]), SMALL, optimizer, 80, 3), 1e-6);
  }
}
