// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.bench;

/**
 * How to measure.
 *
 * @param backend a backend's name or {@code auto}
 * @param threads threads of the backend, at least 1
 * @param repeats how often each rate is measured, at least 1
 * @param seconds least time of each measurement, above 0
 * @param epochs epochs of the training whose accuracy is told; 0 for each workload's own number
 */
public record BenchPlan(String backend, int threads, int repeats, double seconds, int epochs) {
  int epochs(Workload w) {
    return epochs > 0 ? epochs : w.epochs();
  }
}
