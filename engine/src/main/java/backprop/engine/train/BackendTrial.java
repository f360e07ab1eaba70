// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Backend;
import backprop.engine.backend.BackendFailedException;
import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.MeasurementCache;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Program;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures which of two backends trains a network faster: forward, backward and an update of all
 * weights, on rows of random numbers whose targets are all zero. What was found is kept on disk,
 * under the device and its driver, the network and the batch.
 */
public final class BackendTrial {
  private static final int WARM_UP = 3;
  private static final int LEAST_STEPS = 3;
  private static final long ENOUGH = 300_000_000L;

  private final MeasurementCache cache;

  /** With the cache of this user. */
  public BackendTrial() {
    this(new MeasurementCache("backends"));
  }

  BackendTrial(MeasurementCache cache) {
    this.cache = cache;
  }

  /**
   * What a trial came to.
   *
   * @param faster whether the candidate is faster
   * @param sentence what was measured, for the user
   */
  public record Verdict(boolean faster, String sentence) {}

  /**
   * What {@code auto} takes for a training.
   *
   * @param choice the backend, and what it says of those that it passed over
   * @param sentence what was measured; empty where nothing was worth a trial
   */
  public record Auto(Backends.Choice choice, Optional<String> sentence) {}

  /**
   * Chooses for a training: the usual backend, or a device where that is faster for the network.
   *
   * @param all backends that may be tried
   * @param usual what {@code auto} takes without a trial
   * @param work multiplications and additions of the training; see {@link Backend#worthTrying}
   * @param threads of the usual backend
   * @param batch rows of a minibatch
   */
  public Auto choose(
      List<Backend> all,
      Backends.Choice usual,
      double work,
      int threads,
      NetworkSpec spec,
      int batch) {
    List<String> refusals = new ArrayList<>(usual.refusals());
    for (Backend b : all) {
      String device = b.worthTrying(work).orElse(null);
      if (device != null) {
        Verdict v = compare(b, device, usual.backend(), threads, spec, batch);
        Backend taken = v.faster() ? b : usual.backend();
        return new Auto(new Backends.Choice(taken, refusals), Optional.of(v.sentence()));
      }
      b.notTried(work)
          .ifPresent(why -> refusals.add("backend '" + b.name() + "' was not tried: " + why));
    }
    return new Auto(new Backends.Choice(usual.backend(), refusals), Optional.empty());
  }

  /**
   * Compares.
   *
   * @param candidate the backend that may be faster
   * @param device what identifies it; see {@link Backend#worthTrying}
   * @param usual the backend that is taken otherwise
   * @param threads of the usual backend
   * @param batch rows of a minibatch
   */
  public Verdict compare(
      Backend candidate, String device, Backend usual, int threads, NetworkSpec spec, int batch) {
    String key =
        String.join(
            " | ",
            device,
            usual.name() + " x " + threads,
            System.getProperty("java.version"),
            Integer.toHexString(spec.toString().hashCode()) + " " + spec.toString().length(),
            "batch " + batch);
    String kept = cache.get(key).orElse("");
    double[] seconds = parsed(kept);
    if (seconds == null) {
      seconds =
          new double[] {step(candidate, threads, spec, batch), step(usual, threads, spec, batch)};
      cache.put(key, seconds[0] + " " + seconds[1]);
    }
    boolean faster = seconds[0] < seconds[1];
    return new Verdict(
        faster,
        String.format(
            Locale.ROOT,
            "a step of %d rows takes %s with backend '%s' and %s with '%s', so '%s' was taken",
            batch,
            milliseconds(seconds[0]),
            candidate.name(),
            milliseconds(seconds[1]),
            usual.name(),
            (faster ? candidate : usual).name()));
  }

  private static String milliseconds(double seconds) {
    return Double.isInfinite(seconds)
        ? "forever (it failed)"
        : String.format(Locale.ROOT, "%.3g ms", seconds * 1e3);
  }

  private static double[] parsed(String text) {
    String[] words = text.split(" ");
    try {
      return words.length == 2
          ? new double[] {Double.parseDouble(words[0]), Double.parseDouble(words[1])}
          : null;
    } catch (NumberFormatException e) {
      return null; // Somebody else's file; measured again.
    }
  }

  /** Seconds of a step; infinite where the backend fails. */
  private static double step(Backend backend, int threads, NetworkSpec spec, int batch) {
    try (Kernels k = backend.open(threads)) {
      Network network = new Network(spec, k);
      network.initialize(1);
      Matrix gradients = network.newVector();
      Program program = network.trainingProgram(gradients, batch);
      if (program.lossGradient() == null) {
        return Double.POSITIVE_INFINITY;
      }
      k.gaussian(0, 1, RandomStream.key(1), program.input());
      k.fill(0, program.target());
      k.fill(1.0 / batch, program.lossGradient());
      for (int i = 0; i < WARM_UP; i++) {
        once(k, network, gradients, program, i);
      }
      k.sumOfSquares(gradients);
      long start = System.nanoTime();
      int steps = 0;
      long taken = 0;
      while (steps < LEAST_STEPS || taken < ENOUGH) {
        once(k, network, gradients, program, WARM_UP + steps);
        if (++steps % Math.max(1, k.stepsAhead()) == 0 || steps < LEAST_STEPS) {
          k.sumOfSquares(gradients); // Waits for a device.
          taken = System.nanoTime() - start;
        }
      }
      k.sumOfSquares(gradients);
      return (System.nanoTime() - start) / 1e9 / steps;
    } catch (BackendFailedException | IllegalStateException e) {
      return Double.POSITIVE_INFINITY;
    }
  }

  private static void once(Kernels k, Network network, Matrix gradients, Program p, int number) {
    p.randomness(1, number);
    p.forward();
    p.backward(false);
    k.axpby(-1e-6, gradients, 1, network.parameters());
  }
}
