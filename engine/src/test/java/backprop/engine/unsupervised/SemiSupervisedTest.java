// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Relu;
import backprop.engine.augment.Noise;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Dropout;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.GuidedLoss;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.loss.Ordinal;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two moons: twelve rows with a class, and the shape of the moons from rows without. */
class SemiSupervisedTest {
  private static final int ROUNDS = 4;

  private final Kernels k = new JavaBackend().open(1);

  private Network network(long seed, Loss loss) {
    Network net =
        new Network(
            new NetworkSpec(
                Shape.of(2),
                Chain.of(
                    new Dense(32, new Relu()),
                    new Dropout(0.1),
                    new Dense(32, new Relu()),
                    new Dropout(0.1),
                    new Dense(2)),
                loss),
            k);
    net.initialize(seed);
    return net;
  }

  private interface Learning {
    void run(Network net, TrainSpec spec, Tables labeled, Tables unlabeled)
        throws InterruptedException;
  }

  private double accuracy(Learning learning) throws InterruptedException {
    double sum = 0;
    for (int s = 0; s < ROUNDS; s++) {
      Tables moons = Tables.moons(612, 0.08, 20 + s);
      Network net = network(s, new CrossEntropy(0, List.of()));
      TrainSpec spec = Tables.spec(60, 0.005, s).withAugmentations(List.of(new Noise(0.2)));
      learning.run(net, spec, moons.part(0, 12), moons.part(12, 412));
      sum += moons.part(412, 612).accuracy(net);
    }
    return sum / ROUNDS;
  }

  @Test
  void rowsWithoutAClassHelp() throws InterruptedException {
    double alone =
        accuracy(
            (net, spec, labeled, unlabeled) ->
                new Trainer(net, spec.withEpochs(800), labeled.examples(k), null).run());
    double pseudo =
        accuracy(
            (net, spec, labeled, unlabeled) ->
                new PseudoLabels(0, 1, 5, 30)
                    .run(net, spec, labeled.examples(k), unlabeled.examples(k), null));
    double pi =
        accuracy(
            (net, spec, labeled, unlabeled) ->
                new Consistency(0, 100, 20)
                    .run(net, spec, labeled.examples(k), unlabeled.examples(k)));
    double teacher =
        accuracy(
            (net, spec, labeled, unlabeled) ->
                new Consistency(0.99, 100, 20)
                    .run(net, spec, labeled.examples(k), unlabeled.examples(k)));
    String all =
        "alone " + alone + ", pseudo " + pseudo + ", pi " + pi + ", mean teacher " + teacher;
    assertTrue(pseudo > alone + 0.02, all);
    assertTrue(pi > alone + 0.02, all);
    assertTrue(teacher > alone + 0.01, all);
  }

  /** With no weight for the others it is training on the rows with a class. */
  @Test
  void withoutWeightTheOthersDoNotCount() throws InterruptedException {
    Tables moons = Tables.moons(60, 0.1, 3);
    double[][] parameters = new double[2][];
    for (int s = 0; s < 2; s++) {
      Network net = network(1, new CrossEntropy(0, List.of()));
      Tables others = s == 0 ? moons.part(30, 60) : Tables.moons(60, 2, 4).part(0, 30);
      new PseudoLabels(0, 0, 0, 0)
          .run(
              net,
              Tables.spec(5, 0.01, 1),
              moons.part(0, 30).examples(k),
              others.examples(k),
              null);
      parameters[s] = net.parameters().toArray();
    }
    assertArrayEquals(parameters[0], parameters[1]);
  }

  @Test
  void itRepeatsAndRefusesWhatCannotBe() throws InterruptedException {
    Tables moons = Tables.moons(80, 0.1, 3);
    double[][] parameters = new double[2][];
    for (int s = 0; s < 2; s++) {
      Network net = network(1, new CrossEntropy(0, List.of()));
      new Consistency(0.9, 5, 2)
          .run(
              net,
              Tables.spec(4, 0.01, 1),
              moons.part(0, 10).examples(k),
              moons.part(10, 80).examples(k));
      parameters[s] = net.parameters().toArray();
    }
    assertArrayEquals(parameters[0], parameters[1]);
    assertThrows(IllegalArgumentException.class, () -> GuidedLoss.consistent(new Ordinal()));
    assertThrows(IllegalArgumentException.class, () -> new PseudoLabels(1, 1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new PseudoLabels(0.5, 1, 3, 2));
    assertThrows(IllegalArgumentException.class, () -> new Consistency(1, 1, 2));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new PseudoLabels(0.5, 1, 0, 1)
                    .run(
                        network(1, new MeanSquaredError()),
                        Tables.spec(4, 0.01, 1),
                        moons.examples(k),
                        moons.examples(k),
                        null));
    assertTrue(e.getMessage().startsWith("pseudo-labels are for classes"), e.getMessage());
    assertEquals(2, moons.columns());
  }
}
