// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.layer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimizer;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.Examples;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The adding problem: a sequence of random numbers of which two, one in each half, are marked; the
 * sum of those two is to be put out after the last step. Who always says 1 has a mean squared error
 * of 1/6. Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 9 (1997),
 * experiment 4.
 */
@Tag("once")
final class AddingProblemTest {
  private static final double OF_A_CONSTANT = 1.0 / 6;

  private static Examples examples(Kernels k, int rows, int time, long seed) {
    Examples all = new Examples(k, rows, 2 * time, 1);
    RandomStream r = new RandomStream(seed);
    float[] x = new float[2 * time];
    float[] y = new float[1];
    for (int i = 0; i < rows; i++) {
      int first = r.nextInt(time / 2);
      int second = time / 2 + r.nextInt(time - time / 2);
      for (int t = 0; t < time; t++) {
        x[2 * t] = (float) r.nextDouble();
        x[2 * t + 1] = t == first || t == second ? 1 : 0;
      }
      y[0] = x[2 * first] + x[2 * second];
      all.set(i, x, y, 1);
    }
    return all;
  }

  /** The mean squared error on sequences that were not trained on. */
  private static double error(String layers, int time, int rows, int epochs)
      throws InterruptedException {
    try (Kernels k = Backends.choose("java").backend().open(2)) {
      Layer body = Catalogs.parse(Layer.class, layers);
      Network network =
          new Network(new NetworkSpec(Shape.of(time, 2), body, new MeanSquaredError()), k);
      network.initialize(1);
      TrainSpec spec =
          TrainSpec.of(
              epochs,
              50,
              Catalogs.parse(Optimizer.class, "clip-by-global-norm(1, adam(0.005))"),
              List.of(),
              EarlyStopping.never(),
              1);
      new Trainer(network, spec, examples(k, rows, time, 1), null).run();
      Examples test = examples(k, 1000, time, 2);
      Program program = network.evaluationProgram(1000);
      int[] order = new int[1000];
      for (int i = 0; i < order.length; i++) {
        order[i] = i;
      }
      test.load(order, 0, order.length, program);
      program.forward();
      return test.weightedSum(order, 0, order.length, program) / order.length;
    }
  }

  private static void learnedByLstmOnly(int time, String forgetBias, int epochs)
      throws InterruptedException {
    String head = ", dense(1)])";
    double lstm =
        error("chain([lstm(24, forget-bias=" + forgetBias + ")" + head, time, 3000, epochs);
    double rnn = error("chain([rnn(24)" + head, time, 3000, epochs);
    assertTrue(lstm < 0.1 * OF_A_CONSTANT, "LSTM " + lstm);
    assertTrue(rnn > 0.8 * OF_A_CONSTANT, "RNN " + rnn);
  }

  @Test
  void ofSixtySteps() throws InterruptedException {
    learnedByLstmOnly(60, "4", 12);
  }

  @Test
  @Tag("slow")
  void ofAHundredSteps() throws InterruptedException {
    learnedByLstmOnly(100, "5", 20);
  }
}
