// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.metric;

/** A metric of predicted quantities. */
interface NumberMetric extends Metric {
  @Override
  default Kind kind() {
    return Kind.NUMBERS;
  }

  @Override
  default boolean largerIsBetter() {
    return false;
  }
}
