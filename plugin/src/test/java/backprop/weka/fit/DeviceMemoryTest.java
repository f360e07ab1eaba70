// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backend;
import backprop.engine.backend.BackendFailedException;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.model.EpochRecord;
import backprop.engine.model.Model;
import backprop.weka.options.Settings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instances;

/** Where a device's memory does not suffice, less is put there, and that is said. */
final class DeviceMemoryTest {
  private static final int ROWS = 6000;

  /**
   * The processor with so much memory.
   *
   * @param room floats that each opening may allocate
   * @param late memory that suffices at first and not in the first step: in so many openings
   */
  private record Small(int room, int[] late) implements Backend {
    @Override
    public String name() {
      return "small";
    }

    @Override
    public Optional<String> unusable() {
      return Optional.empty();
    }

    @Override
    public int preference() {
      return -1;
    }

    @Override
    public Kernels open(int threads) {
      Kernels real = new JavaBackend().open(threads);
      int[] left = {room};
      boolean fails = late[0]-- > 0;
      return (Kernels)
          Proxy.newProxyInstance(
              Kernels.class.getClassLoader(),
              new Class<?>[] {Kernels.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("allocate")) {
                  left[0] -= (int) arguments[0];
                }
                if (left[0] < 0 || fails && method.getName().equals("update")) {
                  left[0] = 0;
                  throw BackendFailedException.tooLittleMemory(
                      "the device 'Small' has " + room + " floats");
                }
                try {
                  return method.invoke(real, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  private static Instances rows() {
    ArrayList<Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      attributes.add(new Attribute("x" + i));
    }
    attributes.add(new Attribute("class", List.of("no", "yes")));
    Instances rows = new Instances("rows", attributes, ROWS);
    rows.setClassIndex(3);
    Random random = new Random(5);
    for (int r = 0; r < ROWS; r++) {
      double[] x = new double[4];
      for (int i = 0; i < 3; i++) {
        x[i] = random.nextGaussian();
      }
      x[3] = x[0] + x[1] > 0 ? 1 : 0;
      rows.add(new DenseInstance(1, x));
    }
    return rows;
  }

  private static Model train(Backend backend) throws Exception {
    Settings settings =
        Settings.take(new String[] {"-N", "3", "-batch", "16", "-layers", "dense(4, tanh)"});
    Fit fit = new Fit(rows(), settings, 1);
    Job job = fit.job().orElseThrow();
    try (Training t =
        fit.started(backend, job, job.spec(settings), System.nanoTime(), new Supervision(false))) {
      while (t.next()) {
        assertTrue(t.history().size() <= 3);
      }
      return t.finish().model().orElseThrow();
    }
  }

  private static double[] losses(Model m) {
    return m.how().history().stream().mapToDouble(EpochRecord::trainingLoss).toArray();
  }

  private static void check(Model m, List<String> places) throws Exception {
    double[] want = losses(train(new JavaBackend()));
    double[] got = losses(m);
    assertEquals(want.length, got.length);
    for (int e = 0; e < want.length; e++) {
      assertEquals(want[e], got[e], 1e-6, "epoch " + e);
    }
    List<String> said =
        m.how().remarks().stream().filter(r -> r.startsWith("the device 'Small'")).toList();
    assertEquals(places.size(), said.size(), m.how().remarks()::toString);
    for (int i = 0; i < places.size(); i++) {
      assertTrue(said.get(i).contains(places.get(i)), said.get(i));
    }
  }

  private static final String ASIDE =
      "backend 'small', its rows in main memory, from which each minibatch is copied,";

  @Test
  void rowsThatDoNotFitStayInMainMemory() throws Exception {
    check(train(new Small(1 << 20, new int[1])), List.of());
    check(train(new Small(25_000, new int[1])), List.of(ASIDE));
  }

  @Test
  void aNetworkThatDoesNotFitIsTrainedOnTheProcessor() throws Exception {
    check(train(new Small(20, new int[1])), List.of(ASIDE, "runs on backend 'java'"));
  }

  @Test
  void memoryThatRunsShortInTheFirstEpochIsTheSame() throws Exception {
    check(train(new Small(1 << 20, new int[] {1})), List.of(ASIDE));
    check(train(new Small(1 << 20, new int[] {2})), List.of(ASIDE, "went on with backend 'java'"));
  }

  @Test
  void aDeviceThatIsLostIsNotTriedAgain() throws Exception {
    BackendFailedException lost = new BackendFailedException("gone");
    Settings settings = Settings.take(new String[] {"-N", "1"});
    Fit fit = new Fit(rows(), settings, 1);
    Fallback fallback = new Fallback(fit, new JavaBackend(), fit.job().orElseThrow(), 0);
    try (Material floats = fallback.make(null);
        Material other = fallback.make(lost)) {
      assertTrue(floats.rowsOnDevice() && !other.aside());
    }
  }
}
