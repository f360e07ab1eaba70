// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import backprop.engine.graph.Node;
import backprop.engine.graph.NodeListener;
import backprop.engine.train.StepListener;
import java.util.List;

/** Copies the numbers of a step while it runs. */
final class Recorder implements NodeListener, StepListener {
  private final Plan plan;
  private final UpdatePlan updates;
  private double[][] numbers;
  private Summary[] summaries;
  private double[][] pictures;
  private boolean first;
  private boolean passed;

  Recorder(Plan plan, UpdatePlan updates) {
    this.plan = plan;
    this.updates = updates;
  }

  /** Begins a step: the weights are still the old ones. */
  void begin() {
    int count = plan.quantities().size();
    numbers = new double[count][];
    summaries = new Summary[count];
    pictures = new double[count][];
    first = true;
    passed = false;
    updates.begin(this);
  }

  /** Keeps the numbers of a quantity. */
  void keep(int quantity, double[] all) {
    Quantity q = plan.quantity(quantity);
    if (q.folded()) {
      summaries[quantity] = Summary.of(all);
      pictures[quantity] = q.picture() == null ? null : Pictures.of(q, all);
    } else {
      numbers[quantity] = all;
    }
  }

  @Override
  public void computed(Node n) {
    read(Plan.Moment.COMPUTED, n);
  }

  @Override
  public void beforeBackward(Node n) {
    read(Plan.Moment.BEFORE_BACKWARD, n);
  }

  @Override
  public void afterBackward(Node n) {
    read(Plan.Moment.AFTER_BACKWARD, n);
  }

  /** An optimizer may want the gradients again, at other weights: those are not recorded. */
  private void read(Plan.Moment moment, Node n) {
    if (first) {
      for (Plan.Capture c : plan.at(moment, n)) {
        keep(c.quantity(), c.reader().apply(n));
      }
    }
  }

  @Override
  public void gradients() {
    if (first) {
      first = false;
      updates.gradients(this);
    }
  }

  @Override
  public void penalized() {
    if (!passed) {
      passed = true;
      updates.penalized(this);
    }
  }

  @Override
  public void updated() {
    updates.updated(this);
  }

  /** Ends a step: the weights are the new ones. */
  Frame end(long step, List<Integer> rows, double loss, double after, double all) {
    updates.end(this);
    keep(updates.lossBefore(), new double[] {loss});
    keep(updates.lossAfter(), new double[] {after});
    return new Frame(step, rows, loss, after, all, numbers, summaries, pictures);
  }
}
