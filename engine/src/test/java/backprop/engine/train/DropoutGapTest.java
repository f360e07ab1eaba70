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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What dropout is for: a wide network on few rows of real data (diabetes of the Pima) learns them
 * by heart; dropout and its relatives narrow the gap between the loss of the training rows and that
 * of others, and lower the latter.
 */
@Tag("slow")
final class DropoutGapTest {
  private static final Path DATA = Path.of("../experiments/files/data/diabetes.arff");
  private static final int INPUTS = 8;
  private static final int TRAINING = 200;

  /** Inputs to mean 0 and variance 1, and the class, in an order of the seed's. */
  private static List<double[]> rows(long seed) throws IOException {
    List<double[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(DATA)) {
      String[] parts = line.split(",");
      if (parts.length == INPUTS + 1 && !line.startsWith("@") && !line.startsWith("%")) {
        double[] row = new double[INPUTS + 1];
        for (int i = 0; i < INPUTS; i++) {
          row[i] = Double.parseDouble(parts[i].trim());
        }
        row[INPUTS] = parts[INPUTS].trim().equals("tested_positive") ? 1 : 0;
        rows.add(row);
      }
    }
    for (int i = 0; i < INPUTS; i++) {
      int column = i;
      double mean = rows.stream().mapToDouble(r -> r[column]).average().orElseThrow();
      double variance =
          rows.stream().mapToDouble(r -> Math.pow(r[column] - mean, 2)).average().orElseThrow();
      rows.forEach(r -> r[column] = (r[column] - mean) / Math.sqrt(variance));
    }
    int[] order = new int[rows.size()];
    Arrays.setAll(order, i -> i);
    new RandomStream(seed).shuffle(order);
    return Arrays.stream(order).mapToObj(rows::get).toList();
  }

  private static Examples examples(Kernels k, List<double[]> rows) {
    Examples all = new Examples(k, rows.size(), INPUTS, 1);
    for (int r = 0; r < rows.size(); r++) {
      float[] x = new float[INPUTS];
      for (int i = 0; i < INPUTS; i++) {
        x[i] = (float) rows.get(r)[i];
      }
      all.set(r, x, new float[] {(float) rows.get(r)[INPUTS]}, 1);
    }
    return all;
  }

  /** Mean loss when predicting, of the training rows and of the others. */
  private static double[] losses(String layers, long seed)
      throws IOException, InterruptedException {
    List<double[]> rows = rows(seed);
    try (Kernels k = new JavaBackend().open(1)) {
      Layer body = Catalogs.parse(Layer.class, layers);
      Network net = new Network(new NetworkSpec(Shape.of(INPUTS), body, new CrossEntropy(0)), k);
      net.initialize(seed);
      TrainSpec spec =
          new TrainSpec(
              150,
              20,
              Catalogs.parse(Optimizer.class, "adam(0.003)"),
              List.of(),
              List.of(),
              EarlyStopping.never(),
              seed);
      new Trainer(net, spec, examples(k, rows.subList(0, TRAINING)), null).run();
      return new double[] {
        loss(net, rows.subList(0, TRAINING)), loss(net, rows.subList(TRAINING, rows.size()))
      };
    }
  }

  private static double loss(Network net, List<double[]> rows) {
    Program p = net.evaluationProgram(rows.size());
    for (int r = 0; r < rows.size(); r++) {
      p.input().rows(r, 1).set(Arrays.copyOf(rows.get(r), INPUTS));
      p.target().rows(r, 1).set(rows.get(r)[INPUTS]);
    }
    p.forward();
    return Arrays.stream(p.loss().toArray()).average().orElseThrow();
  }

  private static double[] means(String layers) throws IOException, InterruptedException {
    double[] sum = new double[2];
    int seeds = 5;
    for (int seed = 0; seed < seeds; seed++) {
      double[] one = losses(layers, seed);
      sum[0] += one[0] / seeds;
      sum[1] += one[1] / seeds;
    }
    return sum;
  }

  @Test
  void dropoutNarrowsTheGapBetweenTrainingAndTest() throws IOException, InterruptedException {
    double[] plain = means("chain(dense(64, relu), dense(64, relu), dense(2))");
    double gap = plain[1] - plain[0];
    assertTrue(gap > 0.5, "learned by heart: " + Arrays.toString(plain));
    for (String layers :
        List.of(
            "chain(dense(64, relu), dropout(0.5), dense(64, relu), dropout(0.5), dense(2))",
            "chain(dense(64, relu), dropout(cosine(0.6, 0.4)), dense(64, relu), dropout(0.5),"
                + " dense(2))",
            "chain(dense(64, selu), alpha-dropout(0.4), dense(64, selu), alpha-dropout(0.4),"
                + " dense(2))",
            "chain(dense(64, relu), gaussian-dropout(0.5), dense(64, relu), gaussian-dropout(0.5),"
                + " dense(2))",
            "chain(drop-connect(64, relu, rate=0.5), drop-connect(64, relu, rate=0.5), dense(2))",
            "chain(gaussian-noise(0.7), dense(64, relu), dense(64, relu), dense(2))",
            "chain(weight-noise(64, relu, deviation=0.3), weight-noise(64, relu, deviation=0.3),"
                + " dense(2))")) {
      double[] dropped = means(layers);
      String said = layers + ": " + Arrays.toString(dropped) + ", plain " + Arrays.toString(plain);
      assertTrue(dropped[1] - dropped[0] < 0.6 * gap, "the gap: " + said);
      assertTrue(dropped[1] < plain[1], "the loss of other rows: " + said);
    }
  }
}
