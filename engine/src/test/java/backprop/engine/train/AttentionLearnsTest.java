// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Graph;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Value;
import backprop.engine.layer.Layer;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.model.EpochRecord;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.op.Add;
import backprop.engine.optimize.Optimizer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What attention with positions is for: at each step, reproduce the number of the step before.
 * Every step must look at another one, and at which is a matter of place alone; so neither a net
 * that adds up what it sees at the steps nor attention without positions can do better than guess.
 */
@Tag("once")
final class AttentionLearnsTest {
  private static final int TIME = 6;
  private static final int ROWS = 400;

  /** Variance of a uniform number between -1 and 1, for all steps but the first, which is 0. */
  private static final double GUESSING = (TIME - 1.0) / TIME / 3;

  private static Examples rows(Kernels k, long seed) {
    RandomStream random = new RandomStream(seed);
    Examples rows = new Examples(k, ROWS, TIME, TIME);
    for (int r = 0; r < ROWS; r++) {
      float[] x = new float[TIME];
      float[] y = new float[TIME];
      for (int t = 0; t < TIME; t++) {
        x[t] = (float) (2 * random.nextDouble() - 1);
        y[t] = t == 0 ? 0 : x[t - 1];
      }
      rows.set(r, x, y, 1);
    }
    return rows;
  }

  /** The layers on a sequence of one number for each step, one number put out for each step. */
  private static Layer onSequence(String layers) {
    Layer body = Catalogs.parse(Layer.class, layers);
    return (g, x) -> g.reshape(body.apply(g, g.reshape(x, Shape.of(TIME, 1))), Shape.of(TIME));
  }

  /** The same dense layers for each step, added up, then dense layers. */
  private static Layer bagOfSteps() {
    Layer each = Catalogs.parse(Layer.class, "chain(dense(16, tanh), dense(16, tanh))");
    Layer all = Catalogs.parse(Layer.class, "chain(dense(32, tanh), dense(" + TIME + "))");
    return (g, x) -> {
      Value seen = g.scoped("each", () -> each.apply(g, g.reshape(x, Shape.of(TIME, 1))));
      Value sum = g.step(seen, 0);
      for (int t = 1; t < TIME; t++) {
        sum = g.op(new Add(), sum, g.step(seen, t));
      }
      return last(g, all, sum);
    };
  }

  private static Value last(Graph g, Layer layer, Value x) {
    return g.scoped("all", () -> layer.apply(g, x));
  }

  private static double testLoss(Layer layer) throws InterruptedException {
    try (Kernels k = new JavaBackend().open(1)) {
      Network net = new Network(new NetworkSpec(Shape.of(TIME), layer, new MeanSquaredError()), k);
      net.initialize(1);
      TrainSpec spec =
          new TrainSpec(
              60,
              20,
              Catalogs.parse(Optimizer.class, "adam(cosine(0.01))"),
              List.of(),
              List.of(),
              EarlyStopping.never(),
              2);
      List<EpochRecord> history = new Trainer(net, spec, rows(k, 1), rows(k, 2)).run().history();
      return history.get(history.size() - 1).validationLoss();
    }
  }

  @Test
  void attentionWithPositionsReproducesTheStepBefore() throws InterruptedException {
    String learned = "chain(dense(16), learned-positions, transformer(2, dropout=0), dense(1))";
    String sinusoidal =
        "chain(dense(16), sinusoidal-positions, transformer(2, dropout=0, norm=post), dense(1))";
    for (String layers : List.of(learned, sinusoidal)) {
      double loss = testLoss(onSequence(layers));
      assertTrue(loss < 0.1 * GUESSING, layers + ": loss " + loss);
    }
  }

  @Test
  void withoutPositionsItCanOnlyGuess() throws InterruptedException {
    double loss = testLoss(onSequence("chain(dense(16), transformer(2, dropout=0), dense(1))"));
    assertTrue(loss > 0.7 * GUESSING, "attention without positions: loss " + loss);
  }

  @Test
  void aBagOfStepsCanOnlyGuess() throws InterruptedException {
    double loss = testLoss(bagOfSteps());
    assertTrue(loss > 0.7 * GUESSING, "bag of steps: loss " + loss);
  }
}
