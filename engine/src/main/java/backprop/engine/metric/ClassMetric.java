// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

/** A metric of predicted classes. */
interface ClassMetric extends Metric {
  @Override
  default Kind kind() {
    return Kind.CLASSES;
  }

  @Override
  default boolean largerIsBetter() {
    return true;
  }
}
