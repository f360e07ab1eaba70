// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.graph.Program;
import backprop.engine.network.Network;
import backprop.engine.network.Predictions;
import backprop.engine.optimize.Adam;
import backprop.engine.schedule.Constant;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.Examples;
import backprop.engine.train.TrainSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows for tests: numbers and the index of a class. */
public record Tables(double[][] x, int[] y) {
  /**
   * The image segments of the UCI repository (Vision Group, University of Massachusetts, 1990):
   * 1500 rows, 18 attributes that vary, standardized, 7 classes.
   */
  public static Tables segment() {
    List<double[]> rows = new ArrayList<>();
    List<String> classes = new ArrayList<>();
    List<Integer> y = new ArrayList<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Tables.class.getResourceAsStream("/backprop/engine/segment-challenge.arff"),
                StandardCharsets.US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isEmpty() && (Character.isDigit(line.charAt(0)) || line.charAt(0) == '-')) {
          String[] parts = line.split(",");
          double[] row = new double[parts.length - 1];
          Arrays.setAll(row, i -> Double.parseDouble(parts[i]));
          String name = parts[parts.length - 1].strip();
          if (!classes.contains(name)) {
            classes.add(name);
          }
          rows.add(row);
          y.add(classes.indexOf(name));
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    int[] target = y.stream().mapToInt(Integer::intValue).toArray();
    return new Tables(rows.toArray(new double[0][]), target).standardized().shuffled(7);
  }

  /** Two half circles, one in the other's gap, with a little noise. */
  public static Tables moons(int rows, double noise, long seed) {
    RandomStream r = new RandomStream(seed);
    double[][] x = new double[rows][];
    int[] y = new int[rows];
    for (int i = 0; i < rows; i++) {
      y[i] = i % 2;
      double t = Math.PI * r.nextDouble();
      double px = y[i] == 0 ? Math.cos(t) : 1 - Math.cos(t);
      double py = y[i] == 0 ? Math.sin(t) : 0.5 - Math.sin(t);
      x[i] = new double[] {px + noise * r.nextGaussian(), py + noise * r.nextGaussian()};
    }
    return new Tables(x, y).standardized();
  }

  Tables standardized() {
    int columns = x[0].length;
    List<double[]> kept = new ArrayList<>();
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      double squares = 0;
      for (double[] row : x) {
        sum += row[j];
        squares += row[j] * row[j];
      }
      double mean = sum / x.length;
      double deviation = Math.sqrt(Math.max(0, squares / x.length - mean * mean));
      if (deviation > 1e-9) {
        double[] column = new double[x.length];
        int at = j;
        Arrays.setAll(column, i -> (x[i][at] - mean) / deviation);
        kept.add(column);
      }
    }
    double[][] out = new double[x.length][kept.size()];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < kept.size(); j++) {
        out[i][j] = kept.get(j)[i];
      }
    }
    return new Tables(out, y);
  }

  Tables shuffled(long seed) {
    int[] order = new int[x.length];
    Arrays.setAll(order, i -> i);
    new RandomStream(seed).shuffle(order);
    double[][] nx = new double[x.length][];
    int[] ny = new int[x.length];
    for (int i = 0; i < order.length; i++) {
      nx[i] = x[order[i]];
      ny[i] = y[order[i]];
    }
    return new Tables(nx, ny);
  }

  /** Rows from ... to. */
  public Tables part(int from, int to) {
    return new Tables(Arrays.copyOfRange(x, from, to), Arrays.copyOfRange(y, from, to));
  }

  /** Number of columns. */
  public int columns() {
    return x[0].length;
  }

  /** As rows to train on, the class as an index. */
  public Examples examples(Kernels k) {
    Examples e = new Examples(k, x.length, columns(), 1);
    for (int i = 0; i < x.length; i++) {
      float[] row = new float[columns()];
      for (int j = 0; j < row.length; j++) {
        row[j] = (float) x[i][j];
      }
      e.set(i, row, new float[] {y[i]}, 1);
    }
    return e;
  }

  /** The share of rows whose likeliest class is the true one. */
  public double accuracy(Network net) {
    return accuracy(Predictions.of(net, examples(net.kernels()).inputs()));
  }

  /** The same from probabilities. */
  public double accuracy(Matrix probabilities) {
    double[] p = probabilities.toArray();
    int classes = probabilities.columns();
    int right = 0;
    for (int i = 0; i < y.length; i++) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = p[i * classes + c] > p[i * classes + best] ? c : best;
      }
      right += best == y[i] ? 1 : 0;
    }
    return (double) right / y.length;
  }

  /** The mean of minus the logarithm of the true class's probability. */
  public double logLoss(Matrix probabilities) {
    double[] p = probabilities.toArray();
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum -= Math.log(Math.max(1e-15, p[i * probabilities.columns() + y[i]]));
    }
    return sum / y.length;
  }

  /** Adam with minibatches of 32. */
  public static TrainSpec spec(int epochs, double rate, long seed) {
    return new TrainSpec(
        epochs,
        32,
        new Adam(new Constant(rate)),
        List.of(),
        List.of(),
        EarlyStopping.never(),
        seed);
  }

  /** The loss of each row. */
  public static double[] losses(Network net, Examples rows) {
    Program p = net.evaluationProgram(rows.rows());
    int[] order = new int[rows.rows()];
    Arrays.setAll(order, i -> i);
    rows.load(order, 0, order.length, p);
    p.forward();
    return p.loss().toArray();
  }
}
