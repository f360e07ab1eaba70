// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Relu;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Dense;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Adam;
import backprop.engine.schedule.Cosine;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.Examples;
import backprop.engine.train.Mnist;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What pruning costs on handwritten digits. */
@Tag("slow")
class PruningOfDigitsTest {
  private static TrainSpec spec(int epochs) {
    return new TrainSpec(
        epochs,
        128,
        new Adam(new Cosine(0.001, 0.0001)),
        List.of(),
        List.of(),
        EarlyStopping.never(),
        3);
  }

  @Test
  void ninetyPercentOfTheWeightsCostUnderOnePoint() throws Exception {
    try (Kernels k = new JavaBackend().open(2)) {
      Path folder = Mnist.folder();
      Examples training =
          Mnist.read(k, folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
      Examples test = Mnist.read(k, folder, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
      Network net =
          new Network(
              new NetworkSpec(
                  Shape.of(784),
                  Chain.of(new Dense(256, new Relu()), new Dense(128, new Relu()), new Dense(10)),
                  new CrossEntropy(0)),
              k);
      net.initialize(1);
      new Trainer(net, spec(6), training, null).run();
      IterativePruning.Report report =
          new IterativePruning(0.6, 0.9, 3, true)
              .run(net, spec(2), training, null, n -> Mnist.accuracy(n, test));
      assertTrue(report.before() > 0.97, report::toString);
      assertEquals(0.9, MagnitudePruning.sparsityOf(net), 0.001);
      assertTrue(report.lost() < 0.01, report::toString);

      // half of the hidden units go, after some training on the accuracy is back
      Network smaller = new UnitPruning(0.5).apply(net);
      new Trainer(smaller, spec(2), training, null).run();
      double left = Mnist.accuracy(smaller, test);
      assertTrue(left > report.before() - 0.01, "half of the units: " + left);
    }
  }
}
