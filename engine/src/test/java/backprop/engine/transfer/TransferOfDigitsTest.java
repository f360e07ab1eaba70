// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.transfer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.model.Model;
import backprop.engine.model.Provenance;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Adam;
import backprop.engine.schedule.Constant;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.Examples;
import backprop.engine.train.Mnist;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a network learns of the digits 0 to 4 helps with 100 rows of the digits 5 to 9. */
@Tag("slow")
class TransferOfDigitsTest {
  private static final String LAYERS =
      "chain(reshape(28, 28, 1), conv2d(8, 5, relu), max-pool(2), conv2d(16, 5, relu), max-pool(2),"
          + " flatten, dense(64, relu), dense(5))";

  private static final int SETS = 3;
  private static final int ROWS = 100;

  private static TrainSpec spec(int epochs, int batch) {
    return new TrainSpec(
        epochs,
        batch,
        new Adam(new Constant(0.001)),
        List.of(),
        List.of(),
        EarlyStopping.never(),
        3);
  }

  private static Network network(Kernels k) {
    Network net =
        new Network(
            new NetworkSpec(
                Shape.of(784), Catalogs.parse(Layer.class, LAYERS), new CrossEntropy(0)),
            k);
    net.initialize(1);
    return net;
  }

  @Test
  void frozenLayersBeatTrainingFromScratchOnAHundredRows() throws Exception {
    try (Kernels k = new JavaBackend().open(2)) {
      Path folder = Mnist.folder();
      Examples all = Mnist.read(k, folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
      Examples others = Mnist.read(k, folder, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
      Examples low = Mnist.part(k, all, Mnist.rowsOf(all, 0, 4, 30000), 0);
      Examples test = Mnist.part(k, others, Mnist.rowsOf(others, 5, 9, 10000), 5);

      Network source = network(k);
      new Trainer(source, spec(3, 64), low, null).run();
      Model learned =
          Model.of(
              source,
              new Provenance(
                  "0", 1, "java", 2, "adam", "", 1, 0, 2, 2, "", 0, List.of(), List.of()));

      int[] high = Mnist.rowsOf(all, 5, 9, SETS * ROWS);
      double alone = 0;
      double helped = 0;
      for (int set = 0; set < SETS; set++) {
        int[] rows = Arrays.copyOfRange(high, set * ROWS, (set + 1) * ROWS);
        Examples few = Mnist.part(k, all, rows, 5);
        Network scratch = network(k);
        new Trainer(scratch, spec(60, 20), few, null).run();
        Network tuned =
            Transfer.from(learned)
                .replaceHead(1, new Dense(5))
                .freeze("1-conv2d")
                .freeze("3-conv2d")
                .network(k, 2);
        new Trainer(tuned, spec(60, 20), few, null).run();
        alone += Mnist.accuracy(scratch, test) / SETS;
        helped += Mnist.accuracy(tuned, test) / SETS;
      }
      assertTrue(helped > alone + 0.015, helped + " with transfer, " + alone + " without");
    }
  }
}
