// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Program;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Silhouettes of vehicles (UCI, Statlog): 846 rows of 18 numbers, standardized, 4 classes. */
final class Vehicles {
  private static final int INPUTS = 18;
  private static final List<String> CLASSES = List.of("bus", "opel", "saab", "van");

  final Examples training;
  final Examples test;

  /** Two thirds of the rows to train on and a third to test on, drawn by the seed. */
  Vehicles(Kernels k, long seed) throws IOException {
    double[][] rows = read();
    int[] order = new int[rows.length];
    Arrays.setAll(order, i -> i);
    new RandomStream(seed).shuffle(order);
    int split = rows.length * 2 / 3;
    training = examples(k, rows, Arrays.copyOfRange(order, 0, split));
    test = examples(k, rows, Arrays.copyOfRange(order, split, rows.length));
  }

  private static double[][] read() throws IOException {
    try (InputStream in = Vehicles.class.getResourceAsStream("vehicle.arff")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      double[][] rows =
          text.substring(text.toLowerCase(java.util.Locale.ROOT).indexOf("@data") + 5)
              .lines()
              .filter(l -> l.contains(","))
              .map(Vehicles::row)
              .toArray(double[][]::new);
      for (int c = 0; c < INPUTS; c++) {
        int column = c;
        double mean = Arrays.stream(rows).mapToDouble(r -> r[column]).average().orElseThrow();
        double variance =
            Arrays.stream(rows)
                .mapToDouble(r -> (r[column] - mean) * (r[column] - mean))
                .average()
                .orElseThrow();
        for (double[] r : rows) {
          r[c] = (r[c] - mean) / Math.sqrt(variance);
        }
      }
      return rows;
    }
  }

  private static double[] row(String line) {
    String[] parts = line.split(",");
    double[] row = new double[INPUTS + 1];
    for (int i = 0; i < INPUTS; i++) {
      row[i] = Double.parseDouble(parts[i]);
    }
    row[INPUTS] = CLASSES.indexOf(parts[INPUTS].replace("'", "").trim());
    return row;
  }

  private static Examples examples(Kernels k, double[][] rows, int[] which) {
    Examples examples = new Examples(k, which.length, INPUTS, 1);
    float[] x = new float[INPUTS];
    for (int i = 0; i < which.length; i++) {
      double[] row = rows[which[i]];
      for (int c = 0; c < INPUTS; c++) {
        x[c] = (float) row[c];
      }
      examples.set(i, x, new float[] {(float) row[INPUTS]}, 1);
    }
    return examples;
  }

  /** A network for these rows with its first weights. */
  static Network network(Kernels k, String layers, long seed) {
    Layer body = Catalogs.parse(Layer.class, layers);
    Network n = new Network(new NetworkSpec(Shape.of(INPUTS), body, new CrossEntropy(0)), k);
    n.initialize(seed);
    return n;
  }

  /** Mean loss. */
  static double loss(Network n, Examples rows) {
    Program p = n.evaluationProgram(rows.rows());
    int[] order = new int[rows.rows()];
    Arrays.setAll(order, i -> i);
    p.batch(order.length);
    rows.load(order, 0, order.length, p);
    p.forward();
    return rows.weightedSum(order, 0, order.length, p) / order.length;
  }

  /** Part of the rows whose class is predicted. */
  static double accuracy(Network n, Examples rows) {
    Program p = n.predictionProgram(n.kernels(), rows.rows());
    p.batch(rows.rows());
    n.kernels().copy(rows.inputs(), p.input());
    p.forward();
    double[] probabilities = p.prediction().toArray();
    double[] classes = rows.targets().toArray();
    int right = 0;
    for (int r = 0; r < classes.length; r++) {
      int best = 0;
      for (int c = 1; c < CLASSES.size(); c++) {
        best = probabilities[4 * r + c] > probabilities[4 * r + best] ? c : best;
      }
      right += best == classes[r] ? 1 : 0;
    }
    return (double) right / classes.length;
  }
}
