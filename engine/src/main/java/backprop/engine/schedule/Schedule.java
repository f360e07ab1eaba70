// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.schedule;

/**
 * A hyperparameter that may change while training: a pure function of the progress. Wherever a
 * schedule is expected, a plain number means {@link Constant}.
 */
public interface Schedule {
  /** The value at this progress. Called once per step: allocates nothing. */
  double at(Progress p);
}
