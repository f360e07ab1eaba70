// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.experiments.file.ExperimentException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Runs workloads one after the other. */
public final class Bench {
  private final BenchPlan plan;
  private final DataFiles files;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * @param out receives a line of JSON for each workload
   * @param err receives a sentence for each workload that cannot run
   */
  public Bench(BenchPlan plan, DataFiles files, PrintWriter out, PrintWriter err) {
    this.plan = plan;
    this.files = files;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs.
   *
   * @throws ExperimentException in one sentence when data cannot be read, the backend cannot be
   *     used or no workload has data
   */
  public void run(List<Workload> workloads) throws InterruptedException {
    Backends.Choice choice = backend();
    choice.refusals().forEach(r -> err.println("backprop: " + r));
    int ran = 0;
    double bareLoop = 0;
    DataKind kind = null;
    Rows rows = null;
    try (Kernels kernels = choice.backend().open(plan.threads())) {
      for (Workload w : workloads) {
        Optional<String> missing = files.missing(w.data());
        if (missing.isPresent()) {
          err.println("backprop: " + w + " is skipped, it has " + missing.get());
          err.flush();
          continue;
        }
        long start = System.nanoTime();
        if (kind != w.data()) {
          rows = null;
          rows = files.read(kernels, w.data());
          kind = w.data();
        }
        double loaded = (System.nanoTime() - start) / 1e9;
        bareLoop = bareLoop == 0 ? Machine.bareLoop() : bareLoop;
        out.println(measure(w, choice, kernels, rows, loaded, bareLoop).json());
        out.flush();
        ran++;
      }
    }
    if (ran == 0) {
      throw new ExperimentException("nothing was measured: no workload has data");
    }
  }

  private Measurement measure(
      Workload w,
      Backends.Choice choice,
      Kernels kernels,
      Rows rows,
      double loaded,
      double bareLoop)
      throws InterruptedException {
    long start = System.nanoTime();
    TrainingRun training = new TrainingRun(w, rows, plan, kernels);
    double[] epochs = training.learn();
    ScoringRun scoring = new ScoringRun(training.network(), choice.backend(), plan.threads(), rows);
    double accuracy = scoring.accuracy();
    Rates rates = w.scores() ? scoring.rates(plan) : training.rates(epochs);
    OptionalDouble oneRow =
        w.scores() ? OptionalDouble.of(scoring.oneRowMicroseconds()) : OptionalDouble.empty();
    return new Measurement(
        w,
        choice.backend().name(),
        plan.threads(),
        rows,
        rates,
        epochs.length,
        training.firstEpochSeconds(),
        loaded + (System.nanoTime() - start) / 1e9,
        accuracy,
        oneRow,
        bareLoop);
  }

  private Backends.Choice backend() {
    try {
      return Backends.choose(plan.backend());
    } catch (IllegalArgumentException e) {
      throw new ExperimentException("--backend: " + e.getMessage(), e);
    }
  }
}
