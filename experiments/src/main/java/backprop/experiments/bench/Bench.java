// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import backprop.engine.backend.Backend;
import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.train.BackendTrial;
import backprop.experiments.file.ExperimentException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Runs workloads one after the other. */
public final class Bench {
  private final BenchPlan plan;
  private final DataFiles files;
  private final PrintWriter out;
  private final PrintWriter err;
  private final List<Backend> all = Backends.all();
  private final Set<String> said = new HashSet<>();

  /**
   * @param out receives a line of JSON for each workload
   * @param err receives a sentence for each workload that cannot run, and for what {@code auto}
   *     measured or passed over
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
    int ran = 0;
    double bareLoop = 0;
    try (Opened opened = new Opened(usual(Double.POSITIVE_INFINITY).backend())) {
      for (Workload w : workloads) {
        Optional<String> missing = files.missing(w.data());
        if (missing.isPresent()) {
          err.println("backprop: " + w + " is skipped, it has " + missing.get());
          err.flush();
          continue;
        }
        long start = System.nanoTime();
        opened.take(chosen(w, opened.rows(w.data())));
        Rows rows = opened.rows(w.data());
        double loaded = (System.nanoTime() - start) / 1e9;
        bareLoop = bareLoop == 0 ? Machine.bareLoop() : bareLoop;
        out.println(measure(w, opened.backend, opened.kernels, rows, loaded, bareLoop).json());
        out.flush();
        ran++;
      }
    }
    if (ran == 0) {
      throw new ExperimentException("nothing was measured: no workload has data");
    }
  }

  /** The backend that computes at present, and the rows that lie there. */
  private final class Opened implements AutoCloseable {
    private Backend backend;
    private Kernels kernels;
    private DataKind kind;
    private Rows rows;

    Opened(Backend backend) {
      this.backend = backend;
      this.kernels = backend.open(plan.threads());
    }

    Rows rows(DataKind wanted) {
      if (kind != wanted) {
        rows = null;
        rows = files.read(kernels, wanted);
        kind = wanted;
      }
      return rows;
    }

    void take(Backend other) {
      if (!other.name().equals(backend.name())) {
        close();
        backend = other;
        kind = null;
        rows = null;
        kernels = other.open(plan.threads());
      }
    }

    @Override
    public void close() {
      kernels.close();
    }
  }

  /** What computes a workload; with {@code auto} as a training of so much work would have it. */
  private Backend chosen(Workload w, Rows rows) {
    int count = rows.training().rows();
    double work = w.flops(rows.columns(), rows.classes()) * count * plan.epochs(w);
    Backends.Choice usual = usual(work);
    if (!plan.backend().equals("auto")) {
      return usual.backend();
    }
    BackendTrial.Auto auto =
        new BackendTrial()
            .choose(
                all,
                usual,
                work,
                plan.threads(),
                TrainingRun.network(w, rows),
                Math.min(count, w.batch()));
    auto.sentence().ifPresent(sentence -> say(w + ": " + sentence));
    auto.choice().refusals().forEach(this::say);
    return auto.choice().backend();
  }

  /** Says a sentence, once. */
  private void say(String sentence) {
    if (said.add(sentence)) {
      err.println("backprop: " + sentence);
      err.flush();
    }
  }

  private Measurement measure(
      Workload w, Backend backend, Kernels kernels, Rows rows, double loaded, double bareLoop)
      throws InterruptedException {
    long start = System.nanoTime();
    TrainingRun training = new TrainingRun(w, rows, plan, kernels);
    double[] epochs = training.learn();
    ScoringRun scoring = new ScoringRun(training.network(), backend, plan.threads(), rows);
    double accuracy = scoring.accuracy();
    Rates rates = w.scores() ? scoring.rates(plan) : training.rates(epochs);
    OptionalDouble oneRow =
        w.scores() ? OptionalDouble.of(scoring.oneRowMicroseconds()) : OptionalDouble.empty();
    return new Measurement(
        w,
        backend.name(),
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

  private Backends.Choice usual(double work) {
    try {
      return Backends.choose(plan.backend(), work, all);
    } catch (IllegalArgumentException e) {
      throw new ExperimentException("--backend: " + e.getMessage(), e);
    }
  }
}
