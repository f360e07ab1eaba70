// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.features;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.model.Model;
import backprop.engine.network.InputGradients;
import backprop.engine.network.Network;
import backprop.weka.backend.WekaBackends;
import backprop.weka.predict.NetworkPredictor;
import java.util.stream.IntStream;
import weka.core.Instance;
import weka.core.Instances;

/** How much each attribute matters to a network, 0 and less for not at all. */
public final class Importance {
  /** Probabilities below this count as this, so that one sure mistake does not outweigh all. */
  private static final double LEAST = 1e-7;

  private static final int BATCH = 256;

  /** Part of the random stream's key. */
  private static final long STREAM = 0x5045524DL;

  private Importance() {}

  /**
   * By how much the mean log loss of the classes, or the root mean squared error of numbers, grows
   * when the attribute's values are dealt out anew among the rows (Breiman, "Random forests",
   * Machine Learning 45, 2001, section 10; for any model: Fisher, Rudin and Dominici, JMLR 20,
   * 2019).
   *
   * @param rows with a class, best of all not trained on
   * @param repeats how often each attribute is dealt out, at least 1: the mean counts
   * @return for each attribute, 0 for the class
   * @throws InterruptedException when the thread is interrupted
   */
  public static double[] byPermutation(
      NetworkPredictor network, Instances rows, int repeats, long seed)
      throws InterruptedException {
    double before = loss(network, rows);
    double[] importance = new double[rows.numAttributes()];
    int n = rows.numInstances();
    for (int a = 0; a < importance.length; a++) {
      if (a == rows.classIndex()) {
        continue;
      }
      for (int r = 0; r < repeats; r++) {
        int[] order = IntStream.range(0, n).toArray();
        new RandomStream(RandomStream.key(seed, STREAM, a, r)).shuffle(order);
        Instances dealt = new Instances(rows);
        for (int i = 0; i < n; i++) {
          dealt.instance(i).setValue(a, rows.instance(order[i]).value(a));
        }
        importance[a] += (loss(network, dealt) - before) / repeats;
      }
    }
    return importance;
  }

  private static double loss(NetworkPredictor network, Instances rows) throws InterruptedException {
    double[][] predicted = network.distributions(rows);
    boolean nominal = rows.classAttribute().isNominal();
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < predicted.length; i++) {
      Instance x = rows.instance(i);
      double d = nominal ? 0 : x.classValue() - predicted[i][0];
      double each =
          nominal ? -Math.log(Math.max(LEAST, predicted[i][(int) x.classValue()])) : d * d;
      sum += x.weight() * each;
      weights += x.weight();
    }
    return nominal ? sum / weights : Math.sqrt(sum / weights);
  }

  /**
   * The mean over the rows of {@code |sum over the attribute's inputs of x * d loss / d x|}: how
   * much, to first order, the loss changes where the attribute is set to its mean. Gradient times
   * input: Shrikumar, Greenside and Kundaje, "Learning important features through propagating
   * activation differences", ICML 2017.
   *
   * @param rows with a class
   * @return for each attribute, 0 for the class and for what is no input
   * @throws IllegalArgumentException when the network looks its inputs up
   */
  public static double[] byGradient(NetworkPredictor predictor, Instances rows) {
    Model model = predictor.model().orElseThrow();
    int columns = predictor.inputs().columns();
    int width = predictor.target().columns();
    double[] importance = new double[rows.numAttributes()];
    Backend backend = WekaBackends.choose("auto").backend();
    double weights = 0;
    try (Kernels k = backend.open(1)) {
      Network network = model.network(k);
      InputGradients gradients = new InputGradients(network, BATCH);
      Matrix inputs = Matrix.of(k.allocate(BATCH * columns), BATCH, columns);
      Matrix targets = Matrix.of(k.allocate(BATCH * width), BATCH, width);
      for (int from = 0; from < rows.numInstances(); from += BATCH) {
        int count = Math.min(BATCH, rows.numInstances() - from);
        float[] x = new float[count * columns];
        float[] t = new float[count * width];
        float[] target = new float[width];
        for (int i = 0; i < count; i++) {
          predictor.inputs().encode(rows.instance(from + i), from + i + 1, x, i * columns);
          predictor.target().encode(rows.instance(from + i).classValue(), target);
          System.arraycopy(target, 0, t, i * width, width);
        }
        inputs.buffer().write(0, x, 0, x.length);
        targets.buffer().write(0, t, 0, t.length);
        double[] g = gradients.of(inputs.rows(0, count), targets.rows(0, count));
        for (int i = 0; i < count; i++) {
          double weight = rows.instance(from + i).weight();
          weights += weight;
          add(predictor, x, g, i * columns, weight, importance);
        }
      }
    }
    for (int a = 0; a < importance.length; a++) {
      importance[a] /= weights;
    }
    return importance;
  }

  private static void add(
      NetworkPredictor p, float[] x, double[] g, int at, double weight, double[] importance) {
    for (int a = 0; a < importance.length; a++) {
      if (p.inputs().plans().get(a) != null) {
        double sum = 0;
        int start = at + p.inputs().start(a);
        for (int c = start; c < start + p.inputs().plans().get(a).columns(); c++) {
          sum += x[c] * g[c];
        }
        importance[a] += weight * Math.abs(sum);
      }
    }
  }
}
