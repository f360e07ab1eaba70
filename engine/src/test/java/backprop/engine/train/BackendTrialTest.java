// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backend;
import backprop.engine.backend.BackendFailedException;
import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.MeasurementCache;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.NetworkSpec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of two backends a trial takes, that it is kept, and that names may choose a device. */
final class BackendTrialTest {
  private static final NetworkSpec SPEC =
      new NetworkSpec(
          Shape.of(5),
          Catalogs.parse(Layer.class, "chain(dense(4, tanh), dense(3))"),
          Catalogs.parse(Loss.class, "cross-entropy"));

  @TempDir private Path folder;
  private String before;

  @BeforeEach
  void ownCache() {
    before = System.getProperty("backprop.cache");
    System.setProperty("backprop.cache", folder.toString());
  }

  @AfterEach
  void cacheAsItWas() {
    if (before == null) {
      System.clearProperty("backprop.cache");
    } else {
      System.setProperty("backprop.cache", before);
    }
  }

  /** The processor, but every product takes longer, or fails. */
  private record Other(String name, long pause, boolean fails, int[] opened) implements Backend {
    @Override
    public Optional<String> unusable() {
      return Optional.empty();
    }

    @Override
    public int preference() {
      return -1;
    }

    @Override
    public Optional<Backend> on(String device) {
      return Optional.of(new Other(name + ":" + device, pause, fails, opened));
    }

    @Override
    public Kernels open(int threads) {
      opened[0]++;
      Kernels real = new JavaBackend().open(threads);
      return (Kernels)
          Proxy.newProxyInstance(
              Kernels.class.getClassLoader(),
              new Class<?>[] {Kernels.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("affine")) {
                  if (fails) {
                    throw new BackendFailedException("lost");
                  }
                  Thread.sleep(pause);
                }
                try {
                  return method.invoke(real, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  @Test
  void theFasterOneIsTakenAndNotMeasuredAgain() {
    Other slow = new Other("slow", 5, false, new int[1]);
    BackendTrial.Verdict v =
        new BackendTrial().compare(slow, "Slow 1.0", new JavaBackend(), 1, SPEC, 7);
    assertFalse(v.faster(), v.sentence());
    assertTrue(v.sentence().startsWith("a step of 7 rows takes "), v.sentence());
    assertTrue(v.sentence().endsWith("so 'java' was taken"), v.sentence());
    assertEquals(1, slow.opened()[0]);
    assertEquals(v, new BackendTrial().compare(slow, "Slow 1.0", new JavaBackend(), 1, SPEC, 7));
    assertEquals(1, slow.opened()[0], "kept on disk");
    new BackendTrial().compare(slow, "Slow 1.1", new JavaBackend(), 1, SPEC, 7);
    assertEquals(2, slow.opened()[0], "another driver");
    BackendTrial.Verdict other =
        new BackendTrial().compare(new JavaBackend(), "Java", slow, 1, SPEC, 7);
    assertTrue(other.faster(), other.sentence());
  }

  @Test
  void oneThatFailsIsNotTaken() {
    Other failing = new Other("failing", 0, true, new int[1]);
    BackendTrial.Verdict v =
        new BackendTrial().compare(failing, "Failing", new JavaBackend(), 1, SPEC, 7);
    assertFalse(v.faster(), v.sentence());
    assertTrue(v.sentence().contains("forever (it failed) with backend 'failing'"), v.sentence());
  }

  /** A backend that auto tries from so much work on, or cannot. */
  private record Tried(Other other, double least, String why) implements Backend {
    @Override
    public String name() {
      return other.name();
    }

    @Override
    public Optional<String> unusable() {
      return Optional.ofNullable(why);
    }

    @Override
    public int preference() {
      return -1;
    }

    @Override
    public Optional<String> worthTrying(double work) {
      return work < least || why != null ? Optional.empty() : Optional.of(name() + " 1.0");
    }

    @Override
    public Optional<String> notTried(double work) {
      return work < least ? Optional.empty() : unusable();
    }

    @Override
    public Kernels open(int threads) {
      return other.open(threads);
    }
  }

  @Test
  void autoTakesADeviceThatIsFasterAndSaysWhatItMeasuredOrWhyNot() {
    Backends.Choice usual = new Backends.Choice(new JavaBackend(), List.of("passed over"));
    Tried slow = new Tried(new Other("slow", 5, false, new int[1]), 100, null);
    Tried broken = new Tried(new Other("broken", 0, false, new int[1]), 100, "no driver");
    BackendTrial trial = new BackendTrial();

    BackendTrial.Auto little = trial.choose(List.of(slow, broken), usual, 99, 1, SPEC, 7);
    assertEquals(new BackendTrial.Auto(usual, Optional.empty()), little);

    BackendTrial.Auto much = trial.choose(List.of(broken, slow), usual, 100, 1, SPEC, 7);
    assertEquals("java", much.choice().backend().name());
    assertEquals(
        List.of("passed over", "backend 'broken' was not tried: no driver"),
        much.choice().refusals());
    assertTrue(much.sentence().orElse("").endsWith("so 'java' was taken"), much::toString);

    Backends.Choice slower = new Backends.Choice(slow.other(), List.of());
    Tried fast = new Tried(new Other("fast", 0, false, new int[1]), 100, null);
    BackendTrial.Auto taken = trial.choose(List.of(fast), slower, 100, 1, SPEC, 7);
    assertEquals("fast", taken.choice().backend().name());
    assertTrue(taken.sentence().orElse("").endsWith("so 'fast' was taken"), taken::toString);
  }

  @Test
  void whatTheCacheFileHoldsNeedNotMakeSense() {
    MeasurementCache cache = new MeasurementCache("backends");
    cache.put("key", "nonsense");
    assertEquals(Optional.of("nonsense"), new MeasurementCache("backends").get("key"));
    assertEquals(Optional.empty(), cache.get("other"));
  }

  @Test
  void aNameMayChooseADevice() {
    List<Backend> all = List.of(new JavaBackend(), new Other("fake", 0, false, new int[1]));
    assertEquals("fake", Backends.choose("fake", 1e9, all).backend().name());
    assertEquals("fake:1", Backends.choose("fake:1", 1e9, all).backend().name());
    assertEquals("fake:My GPU", Backends.choose("fake:\"My GPU\"", 1e9, all).backend().name());
    String said = "";
    try {
      Backends.choose("java:1", 1e9, all);
    } catch (IllegalArgumentException e) {
      said = e.getMessage();
    }
    assertEquals("backend 'java' has no devices to choose from, found 'java:1'", said);
  }
}
