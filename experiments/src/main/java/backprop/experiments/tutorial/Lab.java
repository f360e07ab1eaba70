// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.tutorial;

import backprop.engine.augment.Augmentation;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.metric.MeanLoss;
import backprop.engine.model.EpochRecord;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Optimization;
import backprop.engine.regularize.Regularization;
import backprop.engine.train.EarlyStopping;
import backprop.engine.train.Examples;
import backprop.engine.train.TrainSpec;
import backprop.engine.train.Trainer;
import java.util.List;

/**
 * What chapters experiment with: networks from texts, small data, trainings in double precision.
 */
final class Lab implements AutoCloseable {
  private final Kernels kernels = new ReferenceBackend().open(1);

  /** Where everything is computed. */
  Kernels kernels() {
    return kernels;
  }

  /** A network with first weights. */
  Network network(Shape input, String layers, String loss, long seed) {
    Network n =
        new Network(
            new NetworkSpec(
                input, Catalogs.parse(Layer.class, layers), Catalogs.parse(Loss.class, loss)),
            kernels);
    n.initialize(seed);
    return n;
  }

  /** Rows from inputs and targets. */
  Examples rows(float[][] inputs, float[][] targets) {
    Examples rows = new Examples(kernels, inputs.length, inputs[0].length, targets[0].length);
    for (int i = 0; i < inputs.length; i++) {
      rows.set(i, inputs[i], targets[i], 1);
    }
    return rows;
  }

  /**
   * Two half moons, one for each class.
   *
   * @param noise deviation of the points from their moon
   * @param turn angle by which all is turned, in radians
   */
  Examples moons(int n, double noise, double turn, long seed) {
    RandomStream random = new RandomStream(seed);
    float[][] x = new float[n][];
    float[][] y = new float[n][];
    for (int i = 0; i < n; i++) {
      double t = Math.PI * random.nextDouble();
      int c = i % 2;
      double a = (c == 0 ? Math.cos(t) : 1 - Math.cos(t)) - 0.5 + noise * random.nextGaussian();
      double b = (c == 0 ? Math.sin(t) : 0.5 - Math.sin(t)) - 0.25 + noise * random.nextGaussian();
      x[i] =
          new float[] {
            (float) (1.5 * (a * Math.cos(turn) - b * Math.sin(turn))),
            (float) (1.5 * (a * Math.sin(turn) + b * Math.cos(turn)))
          };
      y[i] = new float[] {c};
    }
    return rows(x, y);
  }

  /** How to train; what is not said is left out. */
  record Plan(
      int epochs, int batch, String optimizer, String regularizer, int patience, String augment) {
    Plan(int epochs, int batch, String optimizer) {
      this(epochs, batch, optimizer, "none", 0, "none");
    }
  }

  /** Trains; the last epoch's weights are kept unless patience says else. */
  Trainer.Result train(Network network, Plan p, Examples training, Examples validation)
      throws InterruptedException {
    TrainSpec spec =
        TrainSpec.of(
                p.epochs(),
                p.batch(),
                Catalogs.parse(Optimization.class, p.optimizer()),
                Catalogs.texts().parseList(Regularization.class, p.regularizer()),
                new EarlyStopping(p.patience(), 0, new MeanLoss(), p.patience() > 0),
                1)
            .withAugmentations(Catalogs.texts().parseList(Augmentation.class, p.augment()));
    return new Trainer(network, spec, training, validation).run();
  }

  /** The training losses as points. */
  static List<double[]> losses(Trainer.Result r) {
    return r.history().stream().map(e -> new double[] {e.epoch(), e.trainingLoss()}).toList();
  }

  /** The validation losses as points. */
  static List<double[]> validationLosses(Trainer.Result r) {
    return r.history().stream().map(e -> new double[] {e.epoch(), e.validationLoss()}).toList();
  }

  /** The last epoch. */
  static EpochRecord last(Trainer.Result r) {
    return r.history().get(r.history().size() - 1);
  }

  @Override
  public void close() {
    kernels.close();
  }
}
