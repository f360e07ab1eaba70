// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Kernels;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.graph.ParameterRules;
import backprop.engine.graph.Shape;
import backprop.engine.graph.Slot;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.network.Catalogs;
import backprop.engine.network.Network;
import backprop.engine.network.NetworkSpec;
import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Optimization;
import backprop.engine.regularize.Regularization;
import backprop.engine.text.Entry;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.MatrixUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks trained by minimizers: an iteration is an epoch, with all that belongs to epochs. */
@Tag("once")
final class MinimizerTrainingTest {
  private static final String LAYERS = "chain(dense(6, tanh), dense(3))";

  static Stream<Minimizer> all() {
    return Catalogs.texts().catalog(Minimizer.class).entries().stream().map(Entry::prototype);
  }

  /** Rows of three overlapping classes in two dimensions, with weights of 0.5 and 1.5. */
  static Examples classes(Kernels k, int n, long seed) {
    RandomStream r = new RandomStream(seed);
    Examples rows = new Examples(k, n, 2, 1);
    for (int i = 0; i < n; i++) {
      int c = r.nextInt(3);
      float x = (float) (2 * Math.cos(2.1 * c) + 0.7 * r.nextGaussian());
      float y = (float) (2 * Math.sin(2.1 * c) + 0.7 * r.nextGaussian());
      rows.set(i, new float[] {x, y}, new float[] {c}, i % 2 + 0.5);
    }
    return rows;
  }

  private static final int CURVE = 40;

  private static double curve(double x) {
    return Math.sin(3 * x) + 0.5 * x;
  }

  /** One input, one output: a curve. */
  private static Examples curve(Kernels k) {
    Examples rows = new Examples(k, CURVE, 1, 1);
    for (int i = 0; i < CURVE; i++) {
      double x = 2.0 * i / (CURVE - 1) - 1;
      rows.set(i, new float[] {(float) x}, new float[] {(float) curve(x)}, 1);
    }
    return rows;
  }

  static Network network(Kernels k, int inputs, String layers, String loss) {
    Network n =
        new Network(
            new NetworkSpec(
                Shape.of(inputs),
                Catalogs.parse(Layer.class, layers),
                Catalogs.parse(Loss.class, loss)),
            k);
    n.initialize(7);
    return n;
  }

  static TrainSpec spec(
      int epochs, int batch, Optimization minimizer, String regularizers, int patience) {
    return TrainSpec.of(
        epochs,
        batch,
        minimizer,
        Catalogs.texts().parseList(Regularization.class, regularizers),
        new EarlyStopping(patience, 0),
        11);
  }

  static Minimizer minimizer(String text) {
    return Catalogs.parse(Minimizer.class, text);
  }

  static double last(Trainer.Result r) {
    return r.history().get(r.history().size() - 1).trainingLoss();
  }

  @ParameterizedTest
  @MethodSource("all")
  void learnsClassesAndTheLossNeverRises(Minimizer m) throws InterruptedException {
    try (Kernels k = new JavaBackend().open(1)) {
      Network n = network(k, 2, LAYERS, "cross-entropy");
      Trainer.Result r = new Trainer(n, spec(60, 0, m, "none", 0), classes(k, 120, 1), null).run();
      for (int i = 1; i < r.history().size(); i++) {
        double before = r.history().get(i - 1).trainingLoss();
        assertTrue(r.history().get(i).trainingLoss() <= before + 1e-9, "epoch " + (i + 1));
      }
      assertTrue(last(r) < (m.usesGradients() ? 0.12 : 0.4), m + ": " + last(r));
      assertTrue(r.remarks().isEmpty(), r.remarks().toString());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void threadsAndPartsOfTheRowsChangeNothing(Minimizer m) throws InterruptedException {
    double[] one = trained(1, 0, m);
    assertArrayEquals(one, trained(3, 0, m), 0, "threads");
    assertArrayEquals(one, trained(1, 0, m), 0, "repeated");
  }

  private static double[] trained(int threads, int batch, Minimizer m) throws InterruptedException {
    try (Kernels k = new JavaBackend().open(threads)) {
      Network n = network(k, 2, "chain(dense(40, tanh), dropout(0.2), dense(3))", "cross-entropy");
      new Trainer(n, spec(4, batch, m, "l2(0.01)", 0), classes(k, 300, 1), null).run();
      return n.parameters().toArray();
    }
  }

  /** Sums over parts differ in their last digits only. */
  @Test
  void theBatchIsOnlyHowManyRowsGoAtATime() throws InterruptedException {
    try (Kernels k = new ReferenceBackend().open(1)) {
      double[][] w = new double[2][];
      for (int i = 0; i < 2; i++) {
        Network n = network(k, 2, LAYERS, "cross-entropy");
        TrainSpec s = spec(5, i * 17, minimizer("newton-cg"), "none", 0);
        new Trainer(n, s, classes(k, 120, 1), null).run();
        w[i] = n.parameters().toArray();
      }
      assertArrayEquals(w[0], w[1], 1e-7);
    }
  }

  @ParameterizedTest
  @CsvSource({"lbfgs, 1e-5", "conjugate-gradient, 1e-3", "newton-cg, 1e-5"})
  void theLossWithoutGradientIsTheOneThatL2Leaves(String text, double close) throws Exception {
    // A convex problem, so that all must find the one minimum.
    try (Kernels k = new ReferenceBackend().open(1)) {
      Examples rows = classes(k, 90, 3);
      Network judge = network(k, 2, "dense(3)", "cross-entropy");
      TrainSpec sgd =
          spec(4000, 0, Catalogs.parse(Optimization.class, "sgd(rate=0.5)"), "l2(0.1)", 0);
      new Trainer(judge, sgd, rows, null).run();
      Network n = network(k, 2, "dense(3)", "cross-entropy");
      new Trainer(n, spec(200, 0, minimizer(text), "l2(0.1)", 0), rows, null).run();
      double[] expected = judge.parameters().toArray();
      double[] w = n.parameters().toArray();
      // Biases are free up to a common constant: they are compared by their differences.
      int biases = judge.layout().slot("bias").offset();
      for (int i = 0; i < w.length; i++) {
        boolean bias = i >= biases && i < biases + 3;
        double a = bias ? expected[i] - expected[biases] : expected[i];
        double b = bias ? w[i] - w[biases] : w[i];
        assertEquals(a, b, close, text + " parameter " + i);
      }
    }
  }

  @Test
  void levenbergMarquardtFindsWhatThatOfCommonsMathFinds() throws Exception {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Network n = network(k, 1, "chain(dense(3, tanh), dense(1))", "mean-squared-error");
      double[] start = n.parameters().toArray();
      Minimizer m = minimizer("levenberg-marquardt(tolerance=1e-9)");
      Trainer.Result r = new Trainer(n, spec(400, 0, m, "none", 0), curve(k), null).run();
      Network other = network(k, 1, "chain(dense(3, tanh), dense(1))", "mean-squared-error");
      double judged = commonsMath(other, start);
      assertTrue(judged < 1e-3, "the judge: " + judged);
      // Ill-conditioned near its end: both fit the curve, ours without the last digits.
      assertEquals(judged, last(r), 1e-5, r.stopReason());
    }
  }

  /** The mean squared error that Commons Math reaches, on residuals of the same network. */
  private static double commonsMath(Network n, double[] start) {
    var program = n.predictionProgram(n.kernels(), CURVE);
    double[] x = new double[CURVE];
    double[] t = new double[CURVE];
    for (int i = 0; i < CURVE; i++) {
      x[i] = (float) (2.0 * i / (CURVE - 1) - 1);
      t[i] = (float) curve(2.0 * i / (CURVE - 1) - 1);
    }
    program.input().set(x);
    java.util.function.Function<double[], double[]> outputs =
        w -> {
          n.parameters().set(w);
          program.forward();
          return program.prediction().toArray();
        };
    var optimum =
        new LevenbergMarquardtOptimizer()
            .optimize(
                new LeastSquaresBuilder()
                    .start(start)
                    .target(t)
                    .maxEvaluations(20_000)
                    .maxIterations(20_000)
                    .model(
                        point -> {
                          double[] w = point.toArray();
                          double[] at = outputs.apply(w);
                          double[][] jacobian = new double[CURVE][w.length];
                          for (int j = 0; j < w.length; j++) {
                            double[] moved = w.clone();
                            moved[j] += 1e-6;
                            double[] there = outputs.apply(moved);
                            moved[j] -= 2e-6;
                            double[] back = outputs.apply(moved);
                            for (int i = 0; i < CURVE; i++) {
                              jacobian[i][j] = (there[i] - back[i]) / 2e-6;
                            }
                          }
                          return new org.apache.commons.math3.util.Pair<>(
                              new ArrayRealVector(at), MatrixUtils.createRealMatrix(jacobian));
                        })
                    .build());
    return optimum.getCost() * optimum.getCost() / CURVE;
  }

  /** G v against J' B J v with the Jacobian by differences of the outputs. */
  @ParameterizedTest
  @CsvSource({"mean-squared-error, 1", "huber, 1", "cross-entropy, 3"})
  void gaussNewtonProductsAreThoseOfTheJacobian(String loss, int outputs) throws Exception {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Network n = network(k, 1, "chain(dense(4, tanh), dense(" + outputs + "))", loss);
      Examples rows = new Examples(k, 5, 1, 1);
      for (int i = 0; i < 5; i++) {
        rows.set(i, new float[] {i - 2}, new float[] {outputs == 1 ? 0.3f * i : i % 3}, 1 + i % 2);
      }
      TrainSpec s = spec(1, 2, minimizer("levenberg-marquardt"), "l2(0.1)", 0);
      LossObjective f = new LossObjective(n, s, minimizer("levenberg-marquardt"), rows);
      double[] w = f.weights();
      double[] v = new double[w.length];
      RandomStream r = new RandomStream(5);
      Arrays.setAll(v, i -> r.nextGaussian());
      double[] product = new double[w.length];
      f.gaussNewtonProduct(w, v, product);
      double[] expected = byDifferences(n, w, v, outputs, loss);
      for (int i = 0; i < w.length; i++) {
        boolean weight = n.layout().slots().stream().anyMatch(slotOf(i));
        expected[i] += weight ? 0.1 * v[i] : 0;
      }
      assertArrayEquals(expected, product, 1e-7);
      n.parameters().set(w);
      double[] again = new double[w.length];
      f.gaussNewtonProduct(w, v, again);
      assertArrayEquals(product, again, 0, "products do not add up from call to call");
    }
  }

  private static java.util.function.Predicate<backprop.engine.graph.Slot> slotOf(int i) {
    return s ->
        s.role().regularized() && i >= s.offset() && i < s.offset() + s.rows() * s.columns();
  }

  private static double[] byDifferences(
      Network n, double[] w, double[] v, int outputs, String loss) {
    // The raw outputs: predicting with a mean squared error changes nothing.
    Network raw =
        network(
            n.kernels(), 1, "chain(dense(4, tanh), dense(" + outputs + "))", "mean-squared-error");
    var program = raw.predictionProgram(n.kernels(), 5);
    program.input().set(-2, -1, 0, 1, 2);
    double h = 1e-5;
    double[][] jacobian = new double[w.length][];
    double[] at = at(raw, program, w);
    double[] jv = new double[at.length];
    for (int j = 0; j < w.length; j++) {
      double[] moved = w.clone();
      moved[j] += h;
      double[] up = at(raw, program, moved);
      moved[j] -= 2 * h;
      double[] down = at(raw, program, moved);
      jacobian[j] = new double[up.length];
      for (int i = 0; i < up.length; i++) {
        jacobian[j][i] = (up[i] - down[i]) / (2 * h);
        jv[i] += jacobian[j][i] * v[j];
      }
    }
    double[] weights = {1, 2, 1, 2, 1};
    double[] curved = new double[at.length];
    for (int i = 0; i < 5; i++) {
      double weight = weights[i] / 7;
      if (loss.equals("cross-entropy")) {
        double sum = 0;
        double mean = 0;
        for (int c = 0; c < outputs; c++) {
          sum += Math.exp(at[i * outputs + c]);
        }
        for (int c = 0; c < outputs; c++) {
          mean += Math.exp(at[i * outputs + c]) / sum * jv[i * outputs + c];
        }
        for (int c = 0; c < outputs; c++) {
          double p = Math.exp(at[i * outputs + c]) / sum;
          curved[i * outputs + c] = weight * p * (jv[i * outputs + c] - mean);
        }
      } else {
        boolean inside = Math.abs(at[i] - 0.3f * i) < 1;
        double second = loss.equals("huber") ? (inside ? 1 : 0) : 2;
        curved[i] = weight * second * jv[i];
      }
    }
    double[] product = new double[w.length];
    for (int j = 0; j < w.length; j++) {
      for (int i = 0; i < curved.length; i++) {
        product[j] += jacobian[j][i] * curved[i];
      }
    }
    return product;
  }

  private static double[] at(Network n, backprop.engine.graph.Program p, double[] w) {
    n.parameters().set(w);
    p.forward();
    return p.prediction().toArray();
  }

  @Test
  void keepsTheEpochOfTheLowestValidationLossAndHasPatience() throws InterruptedException {
    try (Kernels k = new JavaBackend().open(1)) {
      Network n = network(k, 2, "chain(dense(30, tanh), dense(3))", "cross-entropy");
      Examples validation = classes(k, 200, 9);
      TrainSpec s = spec(500, 0, minimizer("lbfgs"), "none", 6);
      Trainer.Result r = new Trainer(n, s, classes(k, 60, 1), validation).run();
      assertEquals("no better validation loss in 6 epochs", r.stopReason());
      assertEquals(r.bestEpoch() + 6, r.history().size());
      assertTrue(Double.isNaN(r.history().get(0).rate()), "no learning rate");
      double best = r.history().get(r.bestEpoch() - 1).validationLoss();
      TrainSpec none = spec(0, 0, minimizer("lbfgs"), "none", 0);
      LossObjective f = new LossObjective(n, none, minimizer("lbfgs"), validation);
      assertEquals(best, f.value(f.weights()), 1e-5, "its weights are back");
    }
  }

  @Test
  void endsWhereTheGradientIsFlat() throws InterruptedException {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Network n = network(k, 2, "dense(3)", "cross-entropy");
      TrainSpec s = spec(500, 0, minimizer("lbfgs"), "l2(0.1)", 0);
      Trainer.Result r = new Trainer(n, s, classes(k, 60, 1), null).run();
      assertEquals("the gradient is as small as its tolerance", r.stopReason());
      assertTrue(r.history().size() < 60);
    }
  }

  @Test
  void anInterruptEndsAnIterationInTheMiddle() {
    try (Kernels k = new JavaBackend().open(1)) {
      Network n = network(k, 2, LAYERS, "cross-entropy");
      TrainSpec s = spec(500, 10, minimizer("genetic"), "none", 0);
      Trainer t =
          new Trainer(
              n,
              s,
              classes(k, 60, 1),
              null,
              e -> {
                if (e instanceof TrainingEvent.EpochDone d && d.record().epoch() == 2) {
                  Thread.currentThread().interrupt();
                }
              });
      InterruptedException e = assertThrows(InterruptedException.class, t::run);
      assertEquals("training was interrupted in epoch 3", e.getMessage());
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void aConstraintIsKeptWithoutGradientsAndRefusedWithThem() throws InterruptedException {
    try (Kernels k = new JavaBackend().open(1)) {
      Network n = network(k, 2, LAYERS, "cross-entropy");
      Examples rows = classes(k, 60, 1);
      for (String text : new String[] {"cma-es", "genetic"}) {
        new Trainer(n, spec(5, 0, minimizer(text), "max-norm(0.3)", 0), rows, null).run();
        double[] before = n.parameters().toArray();
        new WeightRules(n, spec(5, 0, minimizer(text), "max-norm(0.3)", 0), n.newVector())
            .constrain();
        assertArrayEquals(before, n.parameters().toArray(), 1e-6, text);
      }
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> new Trainer(n, spec(5, 0, minimizer("lbfgs"), "max-norm(2)", 0), rows, null));
      assertTrue(e.getMessage().contains("does not go with lbfgs"), e.getMessage());
    }
  }

  @Test
  void batchNormalizationGathersMomentsOfWhereTheSearchSettled() throws InterruptedException {
    try (Kernels k = new JavaBackend().open(1)) {
      Network n =
          network(
              k,
              2,
              "chain(dense(8), batch-norm(momentum=0.5), activation(tanh), dense(3))",
              "cross-entropy");
      Examples rows = classes(k, 120, 1);
      Trainer.Result r =
          new Trainer(n, spec(40, 0, minimizer("lbfgs"), "l2(0.01)", 0), rows, rows).run();
      double training = last(r);
      double predicting = r.history().get(r.history().size() - 1).validationLoss();
      assertEquals(training, predicting, 0.05, "running moments fit the weights");
      assertTrue(training < 0.3);
    }
  }

  @Test
  void learningRateFactorsAreSaidOnceToDoNothing() throws InterruptedException {
    try (Kernels k = new JavaBackend().open(1)) {
      for (Minimizer m : all().toList()) {
        double[][] weights = new double[2][];
        for (int i = 0; i < 2; i++) {
          ParameterRules rules = ParameterRules.NONE;
          Network n =
              network(k, 2, LAYERS, "cross-entropy").ruled(i == 0 ? rules : rules.rate("0-*", 0.1));
          Trainer.Result r =
              new Trainer(n, spec(3, 0, m, "none", 0), classes(k, 60, 1), null).run();
          // the factors are a reason to lay the parameters out in another order
          weights[i] = byPath(n);
          List<String> said = r.remarks().stream().filter(s -> s.contains("factors")).toList();
          assertEquals(i, said.size(), m + ": " + said);
          assertTrue(i == 0 || said.get(0).contains("of 0-dense/weights and 1 more"), "" + said);
        }
        if (m.usesGradients()) {
          assertArrayEquals(weights[0], weights[1], 1e-3, m + ": they did something");
        }
      }
    }
  }

  private static double[] byPath(Network n) {
    double[] all = n.parameters().toArray();
    return n.layout().slots().stream()
        .sorted(Comparator.comparing(Slot::path))
        .flatMapToDouble(s -> Arrays.stream(all, s.offset(), s.offset() + s.size()))
        .toArray();
  }

  @Test
  void frozenLayersStay() throws InterruptedException {
    try (Kernels k = new JavaBackend().open(1)) {
      for (Minimizer m : all().toList()) {
        Network n =
            network(k, 2, LAYERS, "cross-entropy").ruled(ParameterRules.NONE.freeze("0-dense"));
        double[] before = n.parameters().toArray();
        new Trainer(n, spec(3, 0, m, "none", 0), classes(k, 60, 1), null).run();
        double[] after = n.parameters().toArray();
        for (var s : n.layout().slots()) {
          boolean same = true;
          for (int i = s.offset(); i < s.offset() + s.size(); i++) {
            same &= before[i] == after[i];
          }
          assertEquals(!s.trainable(), same, m + " " + s.path());
        }
        assertFalse(Arrays.equals(before, after));
      }
    }
  }
}
