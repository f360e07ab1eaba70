// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.train;

/** Watches a training run, on its thread. */
public interface TrainingListener {
  /** Called after each event. */
  void on(TrainingEvent event);
}
