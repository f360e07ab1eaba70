// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.optimize.Optimizer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That averaging and sharpness-aware minimization do on real data what their papers say. */
@Tag("slow")
class AveragingProofTest {
  private static Network train(Kernels k, Vehicles data, String layers, String optimizer, long seed)
      throws InterruptedException {
    Network n = Vehicles.network(k, layers, seed);
    TrainSpec spec =
        TrainSpec.of(
            60,
            32,
            Catalogs.parse(Optimizer.class, optimizer),
            List.of(),
            EarlyStopping.never(),
            seed);
    new Trainer(n, spec, data.training, null).run();
    return n;
  }

  /** Multilayer perceptrons come to 80 to 85 % on these rows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sam(0.05, sgd(0.05, 0.9))",
        "sam(0.5, adam(0.005), adaptive=true)",
        "lookahead(5, 0.5, sgd(0.1, 0.9))",
        "ema(0.99, adam(0.005))",
        "swa(0.5, sgd(0.1, 0.9))",
        "nadam(0.005)",
        "radam(0.005)",
        "adamax(0.01)",
        "adagrad(0.05)",
        "adadelta",
        "lion(0.001)",
        "adaptive-clip(0.1, adam(0.005))",
        "gradient-noise(0.01, 0.55, adam(0.005))"
      })
  void trainsToTheUsualAccuracy(String optimizer) throws IOException, InterruptedException {
    Kernels k = new JavaBackend().open(1);
    double sum = 0;
    for (long seed = 0; seed < 3; seed++) {
      Vehicles data = new Vehicles(k, seed);
      String layers = "chain(dense(32, relu), batch-norm, dense(4))";
      sum += Vehicles.accuracy(train(k, data, layers, optimizer, seed), data.test);
    }
    assertTrue(sum / 3 > 0.77, optimizer + ": " + sum / 3);
  }

  /** At a rate at which plain descent jumps about, averages end at much the same, lower loss. */
  @ParameterizedTest
  @ValueSource(strings = {"swa(0.5, %s)", "ema(0.98, %s)"})
  void averagingSmooths(String wrapper) throws IOException, InterruptedException {
    Kernels k = new JavaBackend().open(1);
    Vehicles data = new Vehicles(k, 1);
    double[] plain = new double[12];
    double[] averaged = new double[12];
    for (int seed = 0; seed < plain.length; seed++) {
      String layers = "chain(dense(16, tanh), dense(4))";
      String sgd = "sgd(0.3, 0.9)";
      plain[seed] = Vehicles.loss(train(k, data, layers, sgd, seed), data.training);
      averaged[seed] =
          Vehicles.loss(train(k, data, layers, String.format(wrapper, sgd), seed), data.training);
    }
    String all = Arrays.toString(plain) + " " + Arrays.toString(averaged);
    assertTrue(variance(averaged) < 0.5 * variance(plain), all);
    assertTrue(
        Arrays.stream(averaged).average().orElseThrow()
            < Arrays.stream(plain).average().orElseThrow(),
        all);
  }

  private static double variance(double[] x) {
    double mean = Arrays.stream(x).average().orElseThrow();
    return Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (x.length - 1);
  }

  /** A flat minimum: the loss nearby, in the gradient's direction, rises less than without. */
  @Test
  void samFindsFlatterMinima() throws IOException, InterruptedException {
    Kernels k = new JavaBackend().open(1);
    double sharp = 0;
    double flat = 0;
    for (long seed = 0; seed < 5; seed++) {
      Vehicles data = new Vehicles(k, seed);
      String layers = "chain(dense(32, tanh), dense(4))";
      sharp += rise(k, train(k, data, layers, "sgd(0.1, 0.9)", seed), data.training);
      flat += rise(k, train(k, data, layers, "sam(0.5, sgd(0.1, 0.9))", seed), data.training);
    }
    assertTrue(flat < 0.8 * sharp, flat / 5 + " against " + sharp / 5);
  }

  /** How much the loss rises after one step of length 0.5 up the gradient. */
  private static double rise(Kernels k, Network n, Examples rows) throws InterruptedException {
    double before = Vehicles.loss(n, rows);
    double[] at = n.parameters().toArray();
    TrainSpec step =
        TrainSpec.of(
            1,
            0,
            Catalogs.parse(Optimizer.class, "sgd(1e-3)"),
            List.of(),
            EarlyStopping.never(),
            1);
    new Trainer(n, step, rows, null).run();
    double[] g = n.parameters().toArray();
    double norm = 0;
    for (int i = 0; i < g.length; i++) {
      g[i] = at[i] - g[i];
      norm += g[i] * g[i];
    }
    for (int i = 0; i < g.length; i++) {
      at[i] += 0.5 * g[i] / Math.sqrt(norm);
    }
    n.parameters().set(at);
    return Vehicles.loss(n, rows) - before;
  }
}
