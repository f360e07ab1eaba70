// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import backprop.engine.graph.Program;
import backprop.engine.network.Network;
import backprop.engine.train.Batches;
import backprop.engine.train.StepByStep;
import backprop.engine.train.TrainSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** Takes steps of training and records them. Belongs to one thread. */
public final class Tracer {
  /** Most rows whose loss is taken after each recorded step. */
  private static final int JUDGED = 1000;

  private static final int CHUNK = 100;

  private final Network network;
  private final TrainSpec spec;
  private final Batches rows;
  private final Limits limits;
  private final int[] chosen;

  /**
   * Prepares a trace.
   *
   * @param network on the reference backend, with its first weights
   * @param spec how it is trained
   * @param rows to train on
   * @param chosen indices of the rows that each step takes; empty for minibatches as training takes
   *     them
   */
  public Tracer(Network network, TrainSpec spec, Batches rows, Limits limits, int... chosen) {
    this.network = network;
    this.spec = spec;
    this.rows = rows;
    this.limits = limits;
    this.chosen = chosen.clone();
  }

  /**
   * Takes steps and records them.
   *
   * @param steps how many, from 1
   * @param about what is traced
   * @param rowNumber the number that a row has in the data, from 1, by its index
   * @param plane the plane over which the network's answers are recorded; null for none
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalArgumentException in one sentence when the network is too large or cannot be
   *     trained, or the loss is not finite at the first weights
   */
  public Trace trace(int steps, Trace.About about, IntFunction<Integer> rowNumber, Plane plane)
      throws InterruptedException {
    if (steps < 1) {
      throw new IllegalArgumentException("a trace of " + steps + " steps: it needs at least 1");
    }
    StepByStep run = new StepByStep(network, spec, rows, chosen);
    check(run, steps);
    ScriptWriter writer = new ScriptWriter(run, network, spec, limits, about.inputs());
    TreeSet<Integer> batches = sizes(run);
    Script script = writer.script(batches);
    Recorder recorder = new Recorder(writer.plan(), writer.updates());
    int every = every(script, batches.last(), steps);
    Judge judge = new Judge(network, rows);
    List<Frame> frames = new ArrayList<>();
    List<double[]> answers = new ArrayList<>();
    List<String> notes = new ArrayList<>(about.notes());
    double[] losses = new double[steps];
    int done = 0;
    while (done < steps) {
      boolean recorded = done % every == 0 || done + 1 == steps;
      if (recorded) {
        recorder.begin();
      }
      run.watch(recorded ? recorder : null, recorded ? recorder : null);
      double loss = run.take();
      run.watch(null, null);
      losses[done] = loss;
      if (!Double.isFinite(loss)) {
        notes.add(diverged(done, loss));
        break;
      }
      done++;
      if (recorded) {
        List<Integer> numbers = Arrays.stream(run.rows()).mapToObj(rowNumber::apply).toList();
        frames.add(recorder.end(done, numbers, loss, run.lossAgain(), judge.loss()));
        answers.add(plane == null ? null : plane.answers(network));
      }
    }
    if (every > 1) {
      notes.add(
          "All of the "
              + steps
              + " steps would be too much for a page: every "
              + every
              + "th is recorded, the loss of all of them is in the curve.");
    }
    if (!judge.complete()) {
      notes.add("The loss of all rows is that of " + JUDGED + " of them, evenly chosen.");
    }
    return new Trace(
        withNotes(about, notes),
        script,
        frames,
        Arrays.copyOf(losses, done),
        every,
        plane == null ? null : plane.surface(answers));
  }

  private void check(StepByStep run, int steps) {
    long planned = (long) spec.epochs() * run.stepsPerEpoch();
    if (chosen.length == 0 && steps > planned) {
      throw new IllegalArgumentException(
          "a fit takes "
              + planned
              + " steps here, "
              + run.stepsPerEpoch()
              + " in each of "
              + spec.epochs()
              + " epochs, so there are no "
              + steps
              + ": raise the epochs, or choose rows that each step takes");
    }
  }

  private static String diverged(int done, double loss) {
    if (done == 0) {
      throw new IllegalArgumentException(
          "the loss is "
              + Numbers.text(loss)
              + " at the first weights, so there is no step to trace: look at the row's numbers");
    }
    return "After step " + done + " the loss was " + Numbers.text(loss) + ": the trace ends there.";
  }

  private static Trace.About withNotes(Trace.About a, List<String> notes) {
    return new Trace.About(
        a.title(),
        a.data(),
        a.network(),
        a.loss(),
        a.optimizer(),
        a.seed(),
        a.version(),
        a.inputs(),
        a.outputs(),
        notes);
  }

  private TreeSet<Integer> sizes(StepByStep run) {
    int n = chosen.length > 0 ? chosen.length : rows.rows();
    TreeSet<Integer> sizes = new TreeSet<>();
    for (int s = 0; s < run.stepsPerEpoch(); s++) {
      sizes.add(
          (int) ((long) n * (s + 1) / run.stepsPerEpoch())
              - (int) ((long) n * s / run.stepsPerEpoch()));
    }
    return sizes;
  }

  /** Every how many steps one is recorded, so that all numbers together stay within the limit. */
  private int every(Script script, int batch, int steps) {
    double each = 0;
    for (Quantity q : script.quantities()) {
      each += q.folded() ? Summary.BINS + 6 : (double) q.size() * (q.perExample() ? batch : 1);
      if (q.folded() && q.picture() != null) {
        int tiles = q.picture().across() ? q.picture().tiles() : Math.min(Pictures.MOST, batch);
        each += tiles * q.picture().height() * q.picture().width() / 8.0;
      }
    }
    double most = Math.max(2, limits.numbers() / Math.max(1, each));
    return (int) Math.max(1, Math.ceil(steps / most));
  }

  /** The mean loss of all rows as when predicting. */
  private static final class Judge {
    private final Program program;
    private final Batches rows;
    private final int[] order;

    Judge(Network network, Batches rows) {
      this.rows = rows;
      int n = Math.min(JUDGED, rows.rows());
      this.order = new int[n];
      for (int i = 0; i < n; i++) {
        order[i] = (int) ((long) rows.rows() * i / n);
      }
      this.program = network.evaluationProgram(Math.min(CHUNK, n));
    }

    boolean complete() {
      return order.length == rows.rows();
    }

    double loss() {
      double sum = 0;
      double weight = 0;
      for (int from = 0; from < order.length; from += CHUNK) {
        int count = Math.min(CHUNK, order.length - from);
        program.batch(count);
        rows.inputs(order, from, count, program);
        rows.targets(order, from, count, program.target());
        program.forward();
        sum += rows.weightedSum(order, from, count, program);
        weight += count;
      }
      return sum / weight;
    }
  }
}
