// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Matrix;
import backprop.engine.backend.RandomStream;
import backprop.engine.backend.cpu.JavaBackend;
import backprop.engine.backend.cpu.ReferenceBackend;
import backprop.engine.network.Catalogs;
import backprop.engine.schedule.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every optimizer must do. A test of one says which, and writes its formula anew, for one
 * element, as the paper has it.
 *
 * <p>The parameters lie in three groups with different factors, with untouched elements before,
 * between and after them. The run has 4 epochs of 3 steps; the rate is scaled once.
 */
public abstract class OptimizerContract {
  static final int STEPS = 12;
  private static final int STEPS_PER_EPOCH = 3;
  private static final int SCALED_AT = 7;
  private static final double SCALE = 0.5;
  private static final int SIZE = 23;
  private static final double OUTSIDE = 7;

  static final List<Parameters.Group> GROUPS =
      List.of(
          new Parameters.Group(2, 7, true, 1, 1),
          new Parameters.Group(9, 5, false, 0.1, 0),
          new Parameters.Group(17, 4, true, 6, 0.5));

  /** One element at one step. */
  protected static final class Element {
    /** Number of the step, from 1. */
    int t;

    double w;
    double g;

    /** The learning rate with all factors. */
    double rate;

    double decayFactor;

    /** The loss that goes with the gradient. */
    double loss;

    /** Whatever the formula keeps; starts at 0. */
    final double[] memory = new double[4];
  }

  /** The optimizer under test. */
  protected abstract Optimizer optimizer();

  /** The scheduled learning rate before a step, from 0. */
  protected abstract double rateBefore(int step);

  /** The new weight of one element. */
  protected abstract double next(Element e);

  /** What happens to all gradients before; the argument may be changed. */
  protected double[] prepared(double[] gradients) {
    return gradients;
  }

  /** The same where it depends on the weights, which may not be changed, or on the step, from 0. */
  protected double[] prepared(double[] weights, double[] gradients, int step) {
    return prepared(gradients);
  }

  /** One that should find the minimum of a quadratic function in 1000 steps. */
  protected abstract Optimizer forQuadratic();

  /** One that should find the minimum of Rosenbrock's function in 20,000 steps. */
  protected abstract Optimizer forRosenbrock();

  // ---- a run

  /** The trained parameters as matrices: 3 x 2, one number, a vector of 5, 2 x 2. */
  static final int[][] PIECES = {{2, 3, 2}, {8, 1, 1}, {9, 5, 1}, {17, 2, 2}};

  static final long SEED = 99;

  /** Gradients at other weights. */
  interface Function {
    void gradients(double[] w, double[] g);
  }

  /** Vectors and progress of a run. */
  static final class Run {
    private final double[] weightsNow;
    private final double[] gradientsNow;
    Function function = (w, g) -> elsewhere(step(), w, g);

    final Kernels k;
    final Optimizer optimizer;
    final Parameters parameters;
    final Progress progress;

    Run(
        Kernels k,
        Optimizer optimizer,
        double[] weights,
        List<Parameters.Group> groups,
        int steps) {
      this.k = k;
      this.optimizer = optimizer;
      int n = weights.length;
      Matrix[] slots = new Matrix[optimizer.slots()];
      for (int i = 0; i < slots.length; i++) {
        slots[i] = Matrix.of(k.allocate(n), 1, n);
      }
      Matrix w = Matrix.of(k.allocate(n), 1, n);
      w.set(weights);
      Matrix g = Matrix.of(k.allocate(n), 1, n);
      List<Parameters.Piece> pieces = new ArrayList<>();
      for (int[] p : n == SIZE ? PIECES : new int[][] {{0, n, 1}}) {
        pieces.add(
            new Parameters.Piece(
                new Matrix(w.buffer(), p[0], p[1], p[2], p[2]),
                new Matrix(g.buffer(), p[0], p[1], p[2], p[2])));
      }
      weightsNow = new double[n];
      gradientsNow = new double[n];
      parameters = new Parameters(w, g, slots, groups, pieces, this::again, SEED);
      progress = new Progress(STEPS_PER_EPOCH, Math.max(1, steps / STEPS_PER_EPOCH));
    }

    private int step() {
      return (int) progress.step();
    }

    private void again() {
      parameters.weights().buffer().read(0, weightsNow, 0, weightsNow.length);
      function.gradients(weightsNow, gradientsNow);
      parameters.gradients().buffer().write(0, gradientsNow, 0, gradientsNow.length);
    }

    /** A step with the gradients of a function. */
    void step(Function f, double loss) {
      function = f;
      parameters.loss(loss);
      again();
      step(gradientsNow);
    }

    void step(double[] gradients) {
      parameters.gradients().set(gradients);
      optimizer.step(k, progress, parameters);
      progress.stepDone();
      if (progress.step() % STEPS_PER_EPOCH == 0) {
        progress.epochDone(1);
      }
    }

    /** The weights that a trainer would keep. */
    double[] kept() {
      int slot = optimizer.keptSlot(progress);
      return (slot < 0 ? parameters.weights() : parameters.slots()[slot]).toArray();
    }

    /** What the trainer of the standard run does before a step. */
    void before(int t) {
      if (t == SCALED_AT) {
        progress.scaleRate(SCALE);
      }
    }

    /** Steps of the standard run. */
    void steps(int from, int to) {
      for (int t = from; t < to; t++) {
        before(t);
        parameters.loss(loss(t));
        step(gradients(t));
      }
    }
  }

  private static double[] weights() {
    RandomStream random = new RandomStream(RandomStream.key(1));
    double[] w = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      w[i] = inGroup(i) ? (float) random.nextGaussian() : OUTSIDE;
    }
    return w;
  }

  /** From 1e-3 to 10 in size, some of them 0; all are floats, so that float starts exact. */
  static double[] gradients(int t) {
    RandomStream random = new RandomStream(RandomStream.key(2, t));
    double[] g = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      double size = Math.pow(10, random.nextInt(5) - 3.0);
      double x = random.nextInt(6) == 0 ? 0 : random.nextGaussian() * size;
      g[i] = inGroup(i) ? (float) x : 0;
    }
    return g;
  }

  /** Up and down; a float. */
  static double loss(int t) {
    return (t * 7 + 3) % 5 * 0.25;
  }

  /** What the gradients of a step are at other weights. */
  static void elsewhere(int t, double[] w, double[] g) {
    double[] there = gradients(t);
    for (int i = 0; i < g.length; i++) {
      g[i] = inGroup(i) ? 0.5 * there[i] + 0.25 * w[i] : 0;
    }
  }

  static boolean inGroup(int i) {
    return GROUPS.stream().anyMatch(g -> i >= g.from() && i < g.from() + g.count());
  }

  private Run run(Kernels k) {
    return new Run(k, optimizer(), weights(), GROUPS, STEPS);
  }

  private double rate(int step) {
    return rateBefore(step) * (step >= SCALED_AT ? SCALE : 1);
  }

  private double[] byFormula(int steps) {
    double[] w = weights();
    Element[] elements = new Element[SIZE];
    for (int t = 0; t < steps; t++) {
      double[] g = prepared(w.clone(), gradients(t), t);
      for (Parameters.Group group : GROUPS) {
        for (int i = group.from(); i < group.from() + group.count(); i++) {
          Element e = elements[i] = elements[i] == null ? new Element() : elements[i];
          e.t = t + 1;
          e.w = w[i];
          e.loss = loss(t);
          e.g = g[i];
          e.rate = rate(t) * group.rateFactor();
          e.decayFactor = group.decayFactor();
          w[i] = next(e);
        }
      }
    }
    return w;
  }

  // ---- tests

  @Test
  void firstStepsFollowTheFormula() {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Run run = run(k);
      for (int t = 0; t < STEPS; t++) {
        run.steps(t, t + 1);
        assertArrayEquals(
            byFormula(t + 1), run.parameters.weights().toArray(), 1e-12, "step " + (t + 1));
      }
    }
  }

  @Test
  void floatStaysCloseToDouble() {
    try (Kernels k = new JavaBackend().open(1)) {
      Run run = run(k);
      run.steps(0, STEPS);
      double[] expected = byFormula(STEPS);
      double[] actual = run.parameters.weights().toArray();
      for (int i = 0; i < SIZE; i++) {
        assertEquals(expected[i], actual[i], 2e-5 * Math.max(1, Math.abs(expected[i])), "w" + i);
      }
    }
  }

  @Test
  void nothingOutsideTheGroupsIsTouched() {
    for (Backend b : List.of(new ReferenceBackend(), new JavaBackend())) {
      try (Kernels k = b.open(1)) {
        Run run = run(k);
        double[] sentinel = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
          sentinel[i] = inGroup(i) ? 0 : -3;
        }
        for (Matrix slot : run.parameters.slots()) {
          slot.set(sentinel);
        }
        run.steps(0, STEPS);
        double[] w = run.parameters.weights().toArray();
        double[] g = run.parameters.gradients().toArray();
        for (int i = 0; i < SIZE; i++) {
          if (!inGroup(i)) {
            assertEquals(OUTSIDE, w[i]);
            assertEquals(0, g[i]);
            for (Matrix slot : run.parameters.slots()) {
              assertEquals(-3, slot.toArray()[i]);
            }
          }
        }
      }
    }
  }

  @Test
  void aResumedRunGoesOnBitByBit() {
    for (Backend b : List.of(new ReferenceBackend(), new JavaBackend())) {
      try (Kernels k = b.open(1)) {
        Run straight = run(k);
        straight.steps(0, STEPS);
        Run first = run(k);
        first.steps(0, 5);
        Run second = new Run(k, optimizer(), first.parameters.weights().toArray(), GROUPS, STEPS);
        for (int i = 0; i < second.parameters.slots().length; i++) {
          second.parameters.slots()[i].set(first.parameters.slots()[i].toArray());
        }
        for (int i = 0; i < first.progress.judged(); i++) {
          second.progress.epochDone(first.progress.loss(i));
        }
        second.progress.moveTo(first.progress.step());
        second.steps(5, STEPS);
        assertArrayEquals(
            straight.parameters.weights().toArray(), second.parameters.weights().toArray());
      }
    }
  }

  @Test
  void theRateIsTheScheduleTimesTheScale() {
    try (Kernels k = new ReferenceBackend().open(1)) {
      Run run = run(k);
      for (int t = 0; t < STEPS; t++) {
        run.before(t);
        assertEquals(rate(t), run.optimizer.rate(run.progress), 1e-15);
        run.step(gradients(t));
      }
    }
  }

  @Test
  void aStepAllocatesNothing() {
    Run run = run(new JavaBackend().open(1));
    run.steps(0, 1);
    run.function = (w, g) -> System.arraycopy(w, 0, g, 0, g.length);
    long bytes = Allocations.perCall(() -> run.optimizer.step(run.k, run.progress, run.parameters));
    long kernels = Allocations.ofKernels(run);
    assertTrue(bytes <= kernels, bytes + " bytes a step, the kernels alone " + kernels);
  }

  /** Arithmetic with denormal numbers takes ten times as long. */
  @Test
  void whatDecaysSkipsTheDenormalNumbers() {
    try (Kernels k = new JavaBackend().open(1)) {
      Run run = run(k);
      run.function = (w, g) -> Arrays.fill(g, 0);
      for (int t = 0; t < 3; t++) {
        run.step(Arrays.stream(gradients(t)).map(g -> 1e-14 * g).toArray());
      }
      double[] none = new double[SIZE];
      for (int t = 3; t < 20_000; t++) {
        run.step(none);
        for (int s = 0; t % 128 == 0 && s < run.parameters.slots().length; s++) {
          for (double x : run.parameters.slots()[s].toArray()) {
            assertFalse(x != 0 && Math.abs(x) < Float.MIN_NORMAL, "slot " + s + " after " + t);
          }
        }
      }
    }
  }

  @Test
  void theTextSurvives() {
    for (Optimizer o : List.of(optimizer(), forQuadratic(), forRosenbrock())) {
      String text = Catalogs.print(Optimizer.class, o);
      assertEquals(o, Catalogs.parse(Optimizer.class, text), text);
    }
  }

  @Test
  void findsTheMinimumOfAQuadratic() {
    try (Kernels k = new ReferenceBackend().open(1)) {
      double[] w = {5, -3, 2, 0, -1};
      List<Parameters.Group> one = List.of(new Parameters.Group(0, 5, true, 1, 0));
      Run run = new Run(k, forQuadratic(), w, one, 999);
      for (int t = 0; t < 999; t++) {
        w = run.parameters.weights().toArray();
        double loss = 0;
        for (int i = 0; i < 5; i++) {
          loss += (i + 1) * (w[i] - i) * (w[i] - i) / 2;
        }
        run.step(OptimizerContract::quadratic, loss);
      }
      assertArrayEquals(new double[] {0, 1, 2, 3, 4}, run.kept(), 1e-3);
    }
  }

  /** (1 - x)^2 + 100 (y - x^2)^2 from (-1.2, 1): the valley is curved and flat. */
  @Test
  void findsTheMinimumOfRosenbrocksFunction() {
    try (Kernels k = new ReferenceBackend().open(1)) {
      List<Parameters.Group> one = List.of(new Parameters.Group(0, 2, true, 1, 0));
      Run run = new Run(k, forRosenbrock(), new double[] {-1.2, 1}, one, 20_001);
      for (int t = 0; t < 20_001; t++) {
        double[] w = run.parameters.weights().toArray();
        double valley = w[1] - w[0] * w[0];
        double loss = (1 - w[0]) * (1 - w[0]) + 100 * valley * valley;
        run.step(OptimizerContract::rosenbrock, loss);
      }
      assertArrayEquals(new double[] {1, 1}, run.kept(), 0.02);
    }
  }

  private static void quadratic(double[] w, double[] g) {
    for (int i = 0; i < 5; i++) {
      g[i] = (i + 1) * (w[i] - i);
    }
  }

  private static void rosenbrock(double[] w, double[] g) {
    double valley = w[1] - w[0] * w[0];
    g[0] = -2 * (1 - w[0]) - 400 * w[0] * valley;
    g[1] = 200 * valley;
  }
}
