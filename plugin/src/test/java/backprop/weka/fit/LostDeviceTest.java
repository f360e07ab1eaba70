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

/** A training whose device is lost goes on with the processor, to the same weights. */
final class LostDeviceTest {
  private static final String LOST = "the device 'Fake' failed while running update: gone";

  /** Kernels of the processor that only queue steps, as a device's, and fail at some update. */
  private record Failing(int updates) implements Backend {
    @Override
    public String name() {
      return "failing";
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
      int[] left = {updates};
      return (Kernels)
          Proxy.newProxyInstance(
              Kernels.class.getClassLoader(),
              new Class<?>[] {Kernels.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("stepsAhead")) {
                  return 4;
                }
                if (method.getName().equals("update")) {
                  left[0]--;
                }
                if (left[0] < 0 && !method.getName().equals("close")) {
                  throw new BackendFailedException(LOST);
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
    Instances rows = new Instances("rows", attributes, 120);
    rows.setClassIndex(3);
    Random random = new Random(4);
    for (int r = 0; r < 120; r++) {
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
        Settings.take(new String[] {"-N", "6", "-batch", "16", "-layers", "dense(8, tanh)"});
    Fit fit = new Fit(rows(), settings, 1);
    Job job = fit.job().orElseThrow();
    try (Training t =
        new Training(
            job,
            job.spec(settings),
            fit.encoded(backend, job, 0, true),
            lost -> fit.encoded(new JavaBackend(), job, 0, true),
            List.of(),
            System.nanoTime(),
            new Supervision(false))) {
      while (t.next()) {
        assertTrue(t.history().size() <= 6);
      }
      return t.finish().model().orElseThrow();
    }
  }

  private static double[] losses(Model m) {
    return m.how().history().stream().mapToDouble(EpochRecord::trainingLoss).toArray();
  }

  @Test
  void goesOnFromTheLastEpochAndSaysSoOnce() throws Exception {
    double[] undisturbed = losses(train(new JavaBackend()));
    for (int updates : new int[] {0, 3, 20, 40}) {
      Model m = train(new Failing(updates));
      double[] losses = losses(m);
      assertEquals(undisturbed.length, losses.length);
      for (int e = 0; e < losses.length; e++) {
        assertEquals(undisturbed[e], losses[e], 1e-6, "epoch " + e + ", lost after " + updates);
      }
      List<String> said = m.how().remarks().stream().filter(r -> r.startsWith(LOST)).toList();
      assertEquals(1, said.size(), m.how().remarks()::toString);
      assertTrue(said.get(0).contains("went on with backend 'java'"), said.get(0));
    }
  }

  @Test
  void queuedStepsAreTheSameSteps() throws Exception {
    double[] losses = losses(train(new Failing(Integer.MAX_VALUE)));
    double[] undisturbed = losses(train(new JavaBackend()));
    for (int e = 0; e < losses.length; e++) {
      assertEquals(undisturbed[e], losses[e], 1e-6, "epoch " + e);
    }
  }
}
