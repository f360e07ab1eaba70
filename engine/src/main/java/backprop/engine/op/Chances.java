// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.op;

import backprop.engine.graph.Node;
import backprop.engine.schedule.Schedule;

/** Scheduled numbers of random ops at the step at hand, checked. */
final class Chances {
  private Chances() {}

  /** A probability in [0, 1). */
  static double rate(Schedule schedule, Node n) {
    double rate = schedule.at(n.progress());
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalStateException(at(n) + "rate is " + rate + ", allowed are 0 to less than 1");
    }
    return rate;
  }

  /** A standard deviation, at least 0. */
  static double deviation(Schedule schedule, Node n) {
    double deviation = schedule.at(n.progress());
    if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalStateException(
          at(n) + "deviation is " + deviation + ", allowed are finite numbers from 0 on");
    }
    return deviation;
  }

  private static String at(Node n) {
    return "layer " + n.path() + ": at step " + n.progress().step() + " the scheduled ";
  }
}
