// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Cosine;
import backprop.engine.schedule.CosineRestarts;
import backprop.engine.schedule.Cyclical;
import backprop.engine.schedule.Exponential;
import backprop.engine.schedule.FlatCosine;
import backprop.engine.schedule.Inverse;
import backprop.engine.schedule.InverseRoot;
import backprop.engine.schedule.Join;
import backprop.engine.schedule.Linear;
import backprop.engine.schedule.LogCosine;
import backprop.engine.schedule.MultiStep;
import backprop.engine.schedule.OnPlateau;
import backprop.engine.schedule.OneCycle;
import backprop.engine.schedule.Piecewise;
import backprop.engine.schedule.Polynomial;
import backprop.engine.schedule.Schedule;
import backprop.engine.schedule.SigmoidFall;
import backprop.engine.schedule.Step;
import backprop.engine.schedule.Time;
import backprop.engine.schedule.WarmUp;
import backprop.engine.text.Catalog;
import java.util.List;

/** All schedules, one line per entry. */
final class ScheduleCatalog {
  private ScheduleCatalog() {}

  static Catalog<Schedule> entries() {
    return Catalog.of(
        "schedule",
        Schedule.class,
        new Constant(0.01),
        new Step(0.01, 0.5, 10),
        new Exponential(0.01, 0.95),
        new Polynomial(0.01, 0, 1),
        new Cosine(0.01, 0),
        new FlatCosine(0.01, 0.5, 0),
        new LogCosine(0.01, 4),
        new WarmUp(5, new Constant(0.01)),
        new OneCycle(0.01, 0.3, 25, 1e4),
        new OnPlateau(0.01, 0.1, 10, 0, 1e-4),
        new Linear(0.01, 0, 0),
        new Time(0.01, 0.1),
        new Inverse(0.01, 1e-4, 0.75),
        new InverseRoot(0.001, 4000),
        new SigmoidFall(0.01, 0.5, 10),
        new MultiStep(0.01, 0.1, List.of(30.0, 60.0)),
        new Piecewise(List.of(0.0, 10.0), List.of(0.01, 0.001)),
        new CosineRestarts(0.01, 10, 2, 0),
        new Cyclical(0.001, 0.01, 8, false),
        new Join(List.of(10.0), List.of(new Constant(0.01), new Cosine(0.01, 0))));
  }
}
