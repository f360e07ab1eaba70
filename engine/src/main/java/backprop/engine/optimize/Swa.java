// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.optimize;

import backprop.engine.backend.Kernels;
import backprop.engine.schedule.Progress;
import backprop.engine.text.Description;
import backprop.engine.text.Formula;
import backprop.engine.text.Source;
import backprop.engine.text.Tip;

/**
 * Stochastic weight averaging: another optimizer, with the plain average of the weights at regular
 * times of the last part of the run, which is judged (by validation rows and early stopping) and
 * kept in place of them:
 *
 * <pre>
 *   at the n-th time, n = 0, 1, ...:   a = (n * a + w) / (n + 1)
 * </pre>
 *
 * <p>Izmailov et al., "Averaging weights leads to wider optima and better generalization", UAI
 * 2018, algorithm 1, with a start at three quarters of the run and one average per epoch as there.
 * The paper trains with a high constant or cyclical rate while it averages: a schedule that has
 * fallen to nothing leaves nothing to average. Where the network has running moments (batch
 * normalization), they are gathered anew for the averaged weights by a pass over the training rows
 * whenever these are judged (section 3.2). Slots: the inner optimizer's, and a.
 *
 * @param start finished part of the planned run when averaging begins, in [0, 1)
 * @param optimizer takes the steps
 * @param every time between two weights that are averaged, in epochs, above 0
 */
@Description("Another optimizer, with the average of the last part's weights as the result.")
@Formula(
    "a = (n * a + w) / (n + 1) at the n-th time from start on, n = 0, 1, ...; a is " + "the result")
@Source(
    "Izmailov, Podoprikhin, Garipov, Vetrov and Wilson, \"Averaging weights leads to "
        + "wider optima and better generalization\", UAI 2018, algorithm 1")
public record Swa(
    @Tip(value = "part of the run before averaging begins", min = 0, below = 1) double start,
    @Tip(value = "the optimizer that takes the steps", required = true) Optimizer optimizer,
    @Tip(value = "time between two averaged weights", unit = "epochs", above = 0) double every)
    implements WrappingOptimizer {
  public Swa {
    Check.number("start", start, 1);
    Check.positive("every", every);
  }

  @Override
  public int ownSlots() {
    return 1;
  }

  private long period(Progress p) {
    return Math.max(1, Math.round(every * p.stepsPerEpoch()));
  }

  /** Finished steps when the first weights are taken: not those before any step. */
  private long first(Progress p) {
    long begin = Math.round(start * p.steps());
    return begin == 0 ? period(p) : begin;
  }

  @Override
  public int keptSlot(Progress p) {
    return p.step() < first(p) ? optimizer.keptSlot(p) : optimizer.slots();
  }

  @Override
  public void step(Kernels k, Progress p, Parameters parameters) {
    optimizer.step(k, p, parameters);
    long since = p.step() + 1 - first(p);
    if (since >= 0 && since % period(p) == 0) {
      AverageRule.add(k, parameters, optimizer.slots(), 1.0 / (since / period(p) + 1));
    }
  }
}
