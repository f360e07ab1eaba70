// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Convolution learns what it is for. */
final class ConvolutionLearnsTest {
  private static final int SIDE = 12;

  /**
   * Images of noise with one of four small patterns, of the same number of bright pixels, anywhere;
   * the class is the pattern.
   */
  private static Examples patterns(Kernels k, int rows, long seed) {
    int[][] patterns = {
      {0, 0, 0, 1, 0, 2, 0, 3},
      {0, 0, 1, 0, 2, 0, 3, 0},
      {0, 0, 1, 1, 2, 2, 3, 3},
      {0, 3, 1, 2, 2, 1, 3, 0}
    };
    RandomStream r = new RandomStream(seed);
    Examples all = new Examples(k, rows, SIDE * SIDE, 1);
    float[] pixels = new float[SIDE * SIDE];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) (0.3 * r.nextGaussian());
      }
      int which = r.nextInt(4);
      int y = r.nextInt(SIDE - 3);
      int x = r.nextInt(SIDE - 3);
      for (int i = 0; i < 8; i += 2) {
        pixels[(y + patterns[which][i]) * SIDE + x + patterns[which][i + 1]] += 1;
      }
      all.set(row, pixels, new float[] {which}, 1);
    }
    return all;
  }

  private static double accuracy(Network net, Kernels k, Examples test) {
    Program p = net.predictionProgram(k, 100);
    int columns = net.output().elements();
    int right = 0;
    for (int from = 0; from < test.rows(); from += 100) {
      int count = Math.min(100, test.rows() - from);
      p.batch(count);
      k.copy(test.inputs().rows(from, count), p.input());
      p.forward();
      double[] scores = p.prediction().toArray();
      double[] classes = test.targets().rows(from, count).toArray();
      for (int i = 0; i < count; i++) {
        int best = 0;
        for (int c = 1; c < columns; c++) {
          best = scores[i * columns + c] > scores[i * columns + best] ? c : best;
        }
        right += best == classes[i] ? 1 : 0;
      }
    }
    return (double) right / test.rows();
  }

  private static double learn(
      Kernels k, String layers, Examples train, Examples test, int epochs, String optimizer)
      throws InterruptedException {
    Shape input = Shape.of(train.inputs().columns());
    Network net =
        new Network(
            new NetworkSpec(input, Catalogs.parse(Layer.class, layers), new CrossEntropy(0)), k);
    net.initialize(3);
    TrainSpec spec =
        TrainSpec.of(
            epochs,
            64,
            Catalogs.parse(Optimizer.class, optimizer),
            List.of(),
            EarlyStopping.never(),
            5);
    new Trainer(net, spec, train, null).run();
    return accuracy(net, k, test);
  }

  @Test
  void aPatternIsFoundAnywhereByConvolutionAndNotByADenseLayer() throws InterruptedException {
    try (Kernels k = new JavaBackend().open(1)) {
      Examples train = patterns(k, 1000, 1);
      Examples test = patterns(k, 1000, 2);
      double convolution =
          learn(
              k,
              "chain(reshape(12, 12, 1), conv2d(8, 4, relu), global-max-pool, dense(4))",
              train,
              test,
              15,
              "adam(0.02)");
      double dense = learn(k, "chain(dense(64, relu), dense(4))", train, test, 15, "adam(0.005)");
      assertTrue(convolution > 0.95, "convolution is right on " + convolution);
      assertTrue(dense < 0.7, "dense layers are right on " + dense);
    }
  }

  /** About a minute on two cores. */
  @Test
  @Tag("slow")
  void handwrittenDigits() throws IOException, InterruptedException {
    Path folder = Mnist.folder();
    try (Kernels k = new JavaBackend().open(2)) {
      Examples train = Mnist.read(k, folder, "train-images-idx3-ubyte", "train-labels-idx1-ubyte");
      Examples test = Mnist.read(k, folder, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");
      double accuracy =
          learn(
              k,
              "chain(reshape(28, 28, 1), conv2d(16, 5, relu), max-pool(2), conv2d(32, 5, relu), "
                  + "max-pool(2), flatten, dense(128, relu), dense(10))",
              train,
              test,
              2,
              "adam(one-cycle(0.003))");
      assertTrue(accuracy > 0.985, "right on " + accuracy);
    }
  }
}
