// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Relu;
import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Tanh;
import backprop.engine.augment.SwapNoise;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Chain;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Dropout;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.metric.Targets;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.train.Examples;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Layers that have seen rows without classes need fewer rows with them: four layers of sigmoid
 * units, as in the papers, which learn badly from random weights. Two layers of tanh or ReLU learn
 * such rows nearly as well without.
 */
class PretrainingTest {
  private static final Loss CLASSES = new CrossEntropy(0, List.of());
  private static final int FEW = 60;
  private static final int ROUNDS = 5;

  private final Kernels k = new JavaBackend().open(1);
  private final Tables data = Tables.segment();
  private final Tables training = data.part(0, 1200);
  private final Tables test = data.part(1200, 1500);

  private static List<Layer> layers() {
    return Collections.nCopies(4, new Dense(64, new Sigmoid()));
  }

  private TrainSpec tuning(long seed) {
    return Tables.spec(40, 0.002, seed);
  }

  /** Mean accuracy after training on 5% of the rows with their classes. */
  private double tuned(Encoder encoder) throws InterruptedException {
    double sum = 0;
    for (int s = 0; s < ROUNDS; s++) {
      Network net;
      if (encoder == null) {
        List<Layer> all = new ArrayList<>(layers());
        all.add(new Dense(7));
        net = new Network(new NetworkSpec(Shape.of(data.columns()), new Chain(all), CLASSES), k);
        net.initialize(s);
      } else {
        net = encoder.network(CLASSES, s, new Dense(7));
      }
      Tables few = training.part(s * FEW, (s + 1) * FEW);
      new Trainer(net, tuning(s), few.examples(k), null).run();
      sum += test.accuracy(net);
    }
    return sum / ROUNDS;
  }

  @Test
  @Tag("slow")
  void pretrainingHelpsWhereFewRowsHaveClasses() throws InterruptedException {
    double alone = tuned(null);
    Examples rows = training.examples(k);
    TrainSpec spec = Tables.spec(60, 0.002, 3);
    Autoencoder a =
        new Autoencoder(
            Shape.of(data.columns()),
            layers(),
            List.of(new Dense(64, new Sigmoid()), new Dense(data.columns())),
            new MeanSquaredError());
    TrainSpec noisy = spec.withAugmentations(List.of(new SwapNoise(0.2)));
    double denoising = tuned(a.train(k, noisy, rows, null).encoder());
    double greedy =
        tuned(
            new GreedyPretraining(layers(), new MeanSquaredError())
                .run(k, Shape.of(data.columns()), noisy, rows));
    double masked =
        tuned(
            new MaskedPretraining(0.3, 0.5, layers(), new MeanSquaredError())
                .run(k, data.columns(), spec, rows)
                .encoder());
    String all =
        "alone " + alone + ", denoising " + denoising + ", greedy " + greedy + ", masked " + masked;
    assertTrue(denoising > alone + 0.1, all);
    assertTrue(greedy > alone + 0.1, all);
    assertTrue(masked > alone + 0.1, all);
  }

  @Test
  void greedyPretrainingTrainsEachLayerOnTheCodesOfThoseBefore() throws InterruptedException {
    List<Layer> layers =
        List.of(new Dense(12, new Tanh()), new Dropout(0.1), new Dense(5, new Tanh()));
    Examples rows = training.part(0, 300).examples(k);
    TrainSpec spec = Tables.spec(8, 0.005, 3);
    Encoder all =
        new GreedyPretraining(layers, new MeanSquaredError())
            .run(k, Shape.of(data.columns()), spec, rows);
    Encoder first =
        new Autoencoder(
                Shape.of(data.columns()),
                layers.subList(0, 1),
                List.of(new Dense(data.columns())),
                new MeanSquaredError())
            .train(k, spec, rows, null)
            .encoder();
    Matrix codes = first.encode(rows.inputs());
    Examples coded = new Examples(k, 300, 12, 1);
    k.copy(codes, coded.inputs());
    for (int i = 0; i < 300; i++) {
      float[] row = new float[12];
      codes.buffer().read(codes.offset() + 12 * i, row, 0, 12);
      coded.set(i, row, new float[1], 1);
    }
    Encoder second =
        new Autoencoder(
                Shape.of(12), layers.subList(2, 3), List.of(new Dense(12)), new MeanSquaredError())
            .train(k, spec.withSeed(5), coded, null)
            .encoder();
    assertArrayEquals(second.encode(codes).toArray(), all.encode(rows.inputs()).toArray(), 1e-5);
    assertThrows(
        IllegalArgumentException.class,
        () -> new GreedyPretraining(List.of(), new MeanSquaredError()));
  }

  /** The targets are the rows as they were; attributes are replaced as a whole, at the rate. */
  @Test
  void corruptedRowsKnowWhatTheyWere() {
    Examples rows = training.examples(k).described(Targets.numbers(), 0, 1, 5, 9);
    int columns = data.columns();
    int[] starts = {0, 1, 5, 9, columns};
    CorruptedRows corrupted = new CorruptedRows(k, rows, columns, starts, 0.3, 1);
    int[] order = new int[1200];
    for (int i = 0; i < 1200; i++) {
      order[i] = 1199 - i;
    }
    Matrix in = Matrix.of(k.allocate(1200 * columns), 1200, columns);
    Matrix out = Matrix.of(k.allocate(2400 * columns), 1200, 2 * columns);
    corrupted.inputs(order, 0, 1200, in);
    corrupted.targets(order, 0, 1200, out);
    double[] x = in.toArray();
    double[] t = out.toArray();
    double[] clean = rows.inputs().toArray();
    int replaced = 0;
    for (int i = 0; i < 1200; i++) {
      for (int g = 0; g + 1 < starts.length; g++) {
        boolean mask = t[2 * i * columns + columns + starts[g]] == 1;
        boolean differs = false;
        for (int j = starts[g]; j < starts[g + 1]; j++) {
          assertEquals(clean[order[i] * columns + j], t[2 * i * columns + j]);
          assertEquals(mask ? 1 : 0, t[2 * i * columns + columns + j]);
          differs |= x[i * columns + j] != clean[order[i] * columns + j];
        }
        assertEquals(mask, differs);
        replaced += g == 2 && mask ? 1 : 0;
      }
    }
    assertEquals(0.3, replaced / 1200.0, 0.05);
    Matrix next = Matrix.of(k.allocate(1200 * columns), 1200, columns);
    corrupted.inputs(order, 0, 1200, next);
    assertTrue(!Arrays.equals(x, next.toArray()), "another pass, another corruption");
  }

  @Test
  void maskedPretrainingLowersItsLossAndRepeats() throws InterruptedException {
    MaskedPretraining how =
        new MaskedPretraining(0.3, 1, List.of(new Dense(32, new Relu())), new MeanSquaredError());
    Examples rows = training.part(0, 400).examples(k);
    MaskedPretraining.Outcome once = how.run(k, data.columns(), Tables.spec(20, 0.003, 2), rows);
    double first = once.result().history().get(0).trainingLoss();
    double last = once.result().history().get(19).trainingLoss();
    assertTrue(last < 0.7 * first, first + " to " + last);
    assertEquals(32, once.encoder().columns());
    MaskedPretraining.Outcome again = how.run(k, data.columns(), Tables.spec(20, 0.003, 2), rows);
    assertArrayEquals(
        once.encoder().network().parameters().toArray(),
        again.encoder().network().parameters().toArray());
  }
}
