// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.unsupervised;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.activation.Sigmoid;
import backprop.engine.activation.Tanh;
import backprop.engine.augment.Noise;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.Mode;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Contractive;
import backprop.engine.layer.Dense;
import backprop.engine.layer.Layer;
import backprop.engine.layer.Sparsity;
import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.GaussianNll;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.Predictions;
import backprop.engine.op.TestNetwork;
import backprop.engine.train.Examples;
import backprop.engine.train.TrainSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AutoencoderTest {
  private static final int COLUMNS = 6;

  private final Kernels k = new JavaBackend().open(1);

  /** Numbers that lie near a plane: two hidden ones decide on six. */
  private double[][] plane(int rows, long seed) {
    RandomStream fixed = new RandomStream(3);
    double[][] w = new double[2][COLUMNS];
    for (double[] row : w) {
      Arrays.setAll(row, i -> fixed.nextGaussian());
    }
    RandomStream r = new RandomStream(seed);
    double[][] x = new double[rows][COLUMNS];
    for (double[] row : x) {
      double a = r.nextGaussian();
      double b = r.nextGaussian();
      for (int j = 0; j < COLUMNS; j++) {
        row[j] = a * w[0][j] + b * w[1][j] + 0.1 * r.nextGaussian() + 0.5 * j;
      }
    }
    return x;
  }

  private Examples examples(double[][] x) {
    return new Tables(x, new int[x.length]).examples(k);
  }

  private static double meanSquare(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum / a.length;
  }

  private static double mean(double[] x) {
    return Arrays.stream(x).average().orElseThrow();
  }

  @Test
  void aCodeOfTwoSaysWhatSixNumbersOfAPlaneAre() throws InterruptedException {
    Autoencoder a = Autoencoder.symmetric(COLUMNS, new Tanh(), new MeanSquaredError(), 16, 2);
    TrainedAutoencoder t = a.train(k, Tables.spec(150, 0.005, 1), examples(plane(800, 1)), null);
    Matrix test = examples(plane(300, 2)).inputs();
    double[] errors = t.errors(test);
    assertEquals(300, errors.length);
    assertTrue(mean(errors) < 0.12, "error " + mean(errors));
    Matrix codes = t.encode(test);
    assertEquals(2, codes.columns());
    assertArrayEquals(t.reconstruct(test).toArray(), t.decode(codes).toArray(), 1e-5);
    assertEquals(mean(errors), meanSquare(test.toArray(), t.reconstruct(test).toArray()), 1e-5);
    TrainedAutoencoder again =
        a.train(k, Tables.spec(150, 0.005, 1), examples(plane(800, 1)), null);
    assertArrayEquals(t.network().parameters().toArray(), again.network().parameters().toArray());

    Network classifier =
        t.encoder().network(new CrossEntropy(0, List.of()), 5, new Dense(8), new Dense(3));
    assertEquals(
        Set.of("0-dense/weights", "0-dense/bias", "1-dense/weights", "1-dense/bias"),
        Set.copyOf(classifier.copyFrom(t.encoder().network())));
  }

  @Test
  void denoisingTakesNoiseAway() throws InterruptedException {
    Autoencoder a = Autoencoder.symmetric(COLUMNS, new Tanh(), new MeanSquaredError(), 16, 4);
    TrainSpec spec = Tables.spec(150, 0.003, 1).withAugmentations(List.of(new Noise(0.7)));
    TrainedAutoencoder denoising = a.train(k, spec, examples(plane(1500, 1)), null);
    TrainedAutoencoder plain =
        a.train(k, Tables.spec(150, 0.003, 1), examples(plane(1500, 1)), null);
    double[][] clean = plane(500, 2);
    RandomStream r = new RandomStream(9);
    double[][] noisy = new double[clean.length][COLUMNS];
    for (int i = 0; i < clean.length; i++) {
      int row = i;
      Arrays.setAll(noisy[i], j -> clean[row][j] + 0.7 * r.nextGaussian());
    }
    double[] truth = examples(clean).inputs().toArray();
    Matrix seen = examples(noisy).inputs();
    double before = meanSquare(truth, seen.toArray());
    double after = meanSquare(truth, denoising.reconstruct(seen).toArray());
    double without = meanSquare(truth, plain.reconstruct(seen).toArray());
    assertTrue(after < 0.6 * before, after + " after, " + before + " before");
    assertTrue(after < 0.9 * without, after + " denoising, " + without + " plain");
  }

  @Test
  void sparseUnitsAreActiveAsOftenAsWanted() throws InterruptedException {
    double[] active = new double[2];
    for (int s = 0; s < 2; s++) {
      List<Layer> encoder =
          List.of(new Dense(12, new Sigmoid()), new Sparsity(0.1, s == 0 ? 0 : 0.2));
      Autoencoder a =
          new Autoencoder(
              Shape.of(COLUMNS), encoder, List.of(new Dense(COLUMNS)), new MeanSquaredError());
      TrainedAutoencoder t = a.train(k, Tables.spec(80, 0.01, 1), examples(plane(800, 1)), null);
      active[s] = mean(t.encode(examples(plane(400, 2)).inputs()).toArray());
    }
    assertTrue(active[0] > 0.25, "without " + active[0]);
    assertTrue(active[1] > 0.05 && active[1] < 0.18, "with " + active[1]);
  }

  /** The added loss is the squared norm of the Jacobian, found by differences of the outputs. */
  @Test
  void theContractivePenaltyIsTheNormOfTheJacobian() {
    for (Layer layer :
        List.of(new Contractive(4, new Sigmoid(), 0.7), new Contractive(3, new Tanh(), 2))) {
      double factor = ((Contractive) layer).factor();
      TestNetwork net =
          new TestNetwork(
              new ReferenceBackend().open(1),
              Mode.TRAIN,
              1,
              Shape.of(5),
              layer::apply,
              TestNetwork.PROBE);
      RandomStream r = new RandomStream(4);
      TestNetwork.randomize(net.parameters(), 0.8, r);
      TestNetwork.randomize(net.program().input(), 1, r);
      net.program().lossGradient().set(1);
      double penalty = net.loss(); // the probe's target is 0
      double[] x = net.program().input().toArray();
      double norm = 0;
      for (int i = 0; i < x.length; i++) {
        double[][] y = new double[2][];
        for (int s = 0; s < 2; s++) {
          double[] moved = x.clone();
          moved[i] += s == 0 ? 1e-5 : -1e-5;
          net.program().input().set(moved);
          net.program().forward();
          y[s] = net.program().prediction().toArray();
        }
        for (int j = 0; j < y[0].length; j++) {
          double slope = (y[0][j] - y[1][j]) / 2e-5;
          norm += slope * slope;
        }
      }
      assertEquals(factor * norm, penalty, 1e-8 * penalty);
    }
  }

  @Test
  void contractiveCodesMoveLess() throws InterruptedException {
    double[] moved = new double[2];
    for (int s = 0; s < 2; s++) {
      List<Layer> encoder = List.of(new Contractive(10, new Sigmoid(), s == 0 ? 0 : 0.1));
      Autoencoder a =
          new Autoencoder(
              Shape.of(COLUMNS), encoder, List.of(new Dense(COLUMNS)), new MeanSquaredError());
      TrainedAutoencoder t = a.train(k, Tables.spec(60, 0.01, 1), examples(plane(800, 1)), null);
      double[][] x = plane(200, 2);
      double[] before = t.encode(examples(x).inputs()).toArray();
      RandomStream r = new RandomStream(8);
      for (double[] row : x) {
        for (int j = 0; j < COLUMNS; j++) {
          row[j] += 0.05 * r.nextGaussian();
        }
      }
      moved[s] = meanSquare(before, t.encode(examples(x).inputs()).toArray());
    }
    assertTrue(moved[1] < 0.6 * moved[0], moved[1] + " with, " + moved[0] + " without");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Catalogs.parse(Layer.class, "contractive(3, softmax)"));
    assertTrue(e.getMessage().contains("functions of one number"), e.getMessage());
  }

  @Test
  void samplesOfAVariationalAutoencoderHaveTheDatasMeanAndCovariance() throws InterruptedException {
    Autoencoder a = Autoencoder.variational(COLUMNS, 2, 1, new Tanh(), new GaussianNll(), 16);
    TrainedAutoencoder t = a.train(k, Tables.spec(120, 0.003, 1), examples(plane(2000, 1)), null);
    double[][] data = plane(4000, 5);
    double[] flat = t.sample(4000, 11).toArray();
    double[][] samples = new double[4000][];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Arrays.copyOfRange(flat, i * COLUMNS, (i + 1) * COLUMNS);
    }
    double largest = 0;
    for (int i = 0; i < COLUMNS; i++) {
      assertEquals(column(data, i), column(samples, i), 0.2, "mean " + i);
      largest = Math.max(largest, covariance(data, i, i));
    }
    for (int i = 0; i < COLUMNS; i++) {
      for (int j = 0; j <= i; j++) {
        double wanted = covariance(data, i, j);
        assertEquals(wanted, covariance(samples, i, j), 0.2 * largest, "covariance " + i + j);
      }
    }
    assertArrayEquals(flat, t.sample(4000, 11).toArray());
    assertFalse(Arrays.equals(flat, t.sample(4000, 12).toArray()));
    // the code of a row is the mean, in the handed over layers too
    Matrix rows = examples(data).inputs();
    assertEquals(2, t.encode(rows).columns());
    assertEquals(new Dense(2), t.encoder().layers().get(1));
    assertEquals(COLUMNS, t.reconstruct(rows).columns());
  }

  private static double column(double[][] x, int i) {
    return Arrays.stream(x).mapToDouble(r -> r[i]).average().orElseThrow();
  }

  private static double covariance(double[][] x, int i, int j) {
    double a = column(x, i);
    double b = column(x, j);
    return Arrays.stream(x).mapToDouble(r -> (r[i] - a) * (r[j] - b)).average().orElseThrow();
  }

  /** Each number of an odd row is ordinary, but they come from different rows. */
  @Test
  void errorsFindOddRows() throws InterruptedException {
    Tables data = Tables.segment();
    Tables training = data.part(0, 1000);
    Tables test = data.part(1000, 1500);
    Autoencoder a =
        Autoencoder.symmetric(data.columns(), new Tanh(), new MeanSquaredError(), 24, 6);
    TrainedAutoencoder t = a.train(k, Tables.spec(80, 0.003, 1), training.examples(k), null);
    RandomStream r = new RandomStream(2);
    double[][] odd = new double[500][data.columns()];
    for (double[] row : odd) {
      Arrays.setAll(row, j -> test.x()[r.nextInt(500)][j]);
    }
    double[] ordinary = t.errors(test.examples(k).inputs());
    double[] strange = t.errors(examples(odd).inputs());
    double wins = 0;
    for (double s : strange) {
      for (double o : ordinary) {
        wins += s > o ? 1 : s == o ? 0.5 : 0;
      }
    }
    double area = wins / strange.length / ordinary.length;
    assertTrue(area > 0.93, "area under ROC " + area);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Loss loss = new MeanSquaredError();
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Autoencoder(Shape.of(5), List.of(new Dense(2)), List.of(new Dense(4)), loss));
    assertTrue(e.getMessage().contains("stands for 4 numbers, but a row has 5"), e.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Autoencoder(
                Shape.of(5),
                List.of(new Dense(2)),
                List.of(new Dense(4)),
                new CrossEntropy(0, List.of())));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Autoencoder(Shape.of(5), List.of(), List.of(new Dense(5)), loss));
    assertEquals(0, Predictions.of(network(), Matrix.of(k.allocate(1), 0, 5)).rows());
  }

  private Network network() {
    return new Network(Autoencoder.symmetric(5, new Tanh(), new MeanSquaredError(), 2).spec(), k);
  }
}
