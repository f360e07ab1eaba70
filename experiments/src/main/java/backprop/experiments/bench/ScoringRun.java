// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

import backprop.engine.backend.Backend;
import backprop.engine.model.Model;
import backprop.engine.model.Provenance;
import backprop.engine.model.Scorer;
import backprop.engine.model.Version;
import backprop.engine.network.Network;
import java.util.Arrays;
import java.util.List;

/** Predicts with a trained network. */
final class ScoringRun {
  private static final int SINGLES = 20_000;

  private final Rows rows;
  private final Scorer scorer;
  private final float[] output;

  ScoringRun(Network network, Backend backend, int threads, Rows rows) {
    Provenance how =
        new Provenance(
            Version.current(),
            1,
            backend.name(),
            threads,
            "",
            rows.training().rows(),
            0,
            0,
            0,
            "",
            0,
            List.of(),
            List.of());
    this.rows = rows;
    this.scorer = new Scorer(Model.of(network, how), backend, threads);
    this.output = new float[tests() * scorer.outputs()];
  }

  private int tests() {
    return rows.testClasses().length;
  }

  /** The share of test rows whose likeliest class is the right one. */
  double accuracy() {
    scorer.score(rows.testInputs(), tests(), output);
    int n = scorer.outputs();
    int right = 0;
    for (int r = 0; r < tests(); r++) {
      int likeliest = 0;
      for (int c = 1; c < n; c++) {
        likeliest = output[r * n + c] > output[r * n + likeliest] ? c : likeliest;
      }
      right += likeliest == rows.testClasses()[r] ? 1 : 0;
    }
    return (double) right / tests();
  }

  /** The rate of predicting all test rows in one call. */
  Rates rates(BenchPlan plan) {
    double warm = timed(1);
    int calls = 1;
    while (warm < plan.seconds()) {
      calls = (int) Math.ceil(calls * Math.min(8, 1.2 * plan.seconds() / warm));
      warm = timed(calls);
    }
    double[] rates = new double[plan.repeats()];
    double before = Machine.processorSeconds();
    for (int r = 0; r < rates.length; r++) {
      rates[r] = (double) tests() * calls / timed(calls);
    }
    double taken = Machine.processorSeconds() - before;
    return new Rates(rates, (double) tests() * calls * rates.length / taken);
  }

  private double timed(int calls) {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      scorer.score(rows.testInputs(), tests(), output);
    }
    return Math.max(1, System.nanoTime() - start) / 1e9;
  }

  /** The median time of predicting one row, in microseconds. */
  double oneRowMicroseconds() {
    float[] row = new float[rows.columns()];
    float[] prediction = new float[scorer.outputs()];
    double[] micros = new double[SINGLES];
    // The first half is for the compiler.
    for (int i = 0; i < 2 * SINGLES; i++) {
      System.arraycopy(rows.testInputs(), i % tests() * rows.columns(), row, 0, rows.columns());
      long start = System.nanoTime();
      scorer.score(row, 1, prediction);
      micros[i % SINGLES] = (System.nanoTime() - start) / 1e3;
    }
    Arrays.sort(micros);
    return Rates.median(micros);
  }
}
