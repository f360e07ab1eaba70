// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.graph.Shape;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.metric.MeanLoss;
import backprop.engine.model.Provenance;
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
import java.util.Optional;

/** A training that something can be wrong with; healthy as it is. */
final class Case {
  static final int INPUTS = 4;

  String layers = "chain(dense(16, relu), dense(3))";
  String loss = "cross-entropy";
  String optimizer = "adam(0.005)";
  String regularizer = "none";
  int rows = 240;
  int validation = 0;
  int epochs = 40;
  int batch = 16;
  boolean restore = true;
  double scale = 1;
  double shift = 0;
  double flipped = 0;
  double rare = 1;
  boolean signal = true;
  boolean constant = false;

  /** Changes something. */
  interface Change {
    void to(Case c);
  }

  static Case with(Change change) {
    Case c = new Case();
    change.to(c);
    return c;
  }

  /** Rows of three classes: the index of the largest of three sums. */
  Examples data(Kernels k, int n, long seed) {
    RandomStream random = new RandomStream(seed);
    Examples all = new Examples(k, n, INPUTS, 1);
    float[] x = new float[INPUTS];
    for (int r = 0; r < n; r++) {
      int c;
      do {
        for (int i = 0; i < INPUTS; i++) {
          x[i] = (float) random.nextGaussian();
        }
        c = x[0] > x[1] && x[0] > x[2] ? 0 : x[1] > x[2] ? 1 : 2;
      } while (c == 2 && random.nextDouble() > rare);
      if (!signal || random.nextDouble() < flipped) {
        c = (int) (3 * random.nextDouble());
      }
      for (int i = 0; i < INPUTS; i++) {
        x[i] = (float) (x[i] * scale + shift);
      }
      if (constant) {
        x[3] = 5;
      }
      all.set(r, x, new float[] {c}, 1);
    }
    return all;
  }

  Examination run() throws InterruptedException {
    try (Kernels k = new JavaBackend().open(1)) {
      NetworkSpec spec =
          new NetworkSpec(
              Shape.of(INPUTS),
              Catalogs.parse(Layer.class, layers),
              Catalogs.parse(Loss.class, loss));
      Network network = new Network(spec, k);
      network.initialize(3);
      TrainSpec how =
          TrainSpec.of(
              epochs,
              batch,
              Catalogs.parse(Optimization.class, optimizer),
              Catalogs.texts().parseList(Regularization.class, regularizer),
              new EarlyStopping(0, 0, new MeanLoss(), restore),
              5);
      Examples training = data(k, rows, 1);
      Examples judged = validation == 0 ? null : data(k, validation, 2);
      Trainer.Result r = new Trainer(network, how, training, judged).run();
      Provenance made =
          new Provenance(
              "0.1.0",
              5,
              "java",
              1,
              optimizer,
              how.describe(),
              rows,
              validation,
              epochs,
              r.bestEpoch(),
              r.stopReason(),
              0,
              r.history(),
              r.remarks(),
              r.vitals(),
              List.of());
      return Examination.of(network, made, training, judged);
    }
  }

  /** The finding of this symptom, which must be there; its optimizers and layers must be valid. */
  Finding finding(Symptom symptom) throws InterruptedException {
    Examination e = run();
    Optional<Finding> found = symptom.in(e);
    assertTrue(found.isPresent(), symptom.name() + " not found: " + describe(e));
    assertEquals(symptom.name(), found.get().name());
    for (Advice a : found.get().advice()) {
      switch (a.knob()) {
        case OPTIMIZER -> Catalogs.parse(Optimization.class, a.value());
        case LAYERS -> Catalogs.texts().parseList(Layer.class, a.value());
        case LOSS -> Catalogs.parse(Loss.class, a.value());
        case REGULARIZER -> Catalogs.texts().parseList(Regularization.class, a.value());
        case EPOCHS, BATCH, VALIDATION, PATIENCE -> Integer.parseInt(a.value());
        case CLASS_WEIGHTS, DATA -> assertTrue(a.value().length() > 3, a.value());
      }
    }
    return found.get();
  }

  private static String describe(Examination e) {
    return "loss "
        + e.trained().loss()
        + ", strangers "
        + e.trained().strangersLoss()
        + ", history "
        + e.history().stream().map(h -> Numbers.say(h.trainingLoss())).toList()
        + ", units "
        + e.trained().units()
        + ", remarks "
        + e.how().remarks()
        + ", ratios "
        + UpdateRatio.typical(e.vitals(), 0);
  }
}
