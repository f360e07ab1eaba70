// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import backprop.engine.backend.Matrix;
import backprop.engine.graph.Slot;
import backprop.engine.optimize.Minimizer;
import backprop.engine.optimize.Optimization;
import backprop.engine.optimize.WrappingOptimizer;
import backprop.engine.schedule.Schedule;
import backprop.engine.train.StepByStep;
import backprop.engine.train.TrainSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The quantities of the parameters, and when they are read. */
final class UpdatePlan {
  private final Plan plan;
  private final StepByStep steps;
  private final List<Item> items = new ArrayList<>();
  private final int rate;
  private final int number;
  private final int lossBefore;
  private final int lossAfter;
  private final int penalty;
  private final Map<String, Schedule> schedules;
  private final Map<String, Integer> scheduled = new LinkedHashMap<>();

  /**
   * The quantities of one parameter; -1 for what there is not.
   *
   * @param slot where it lies
   * @param before before the step
   * @param gradient of the loss
   * @param penalized with the gradients of the penalties
   * @param used as wrapped optimizers have changed it
   * @param memoryBefore what the optimizer remembers
   * @param memoryAfter what it then remembers
   * @param stepped after the optimizer, before constraints
   * @param after after the step
   */
  record Item(
      Slot slot,
      int before,
      int gradient,
      int penalized,
      int used,
      int[] memoryBefore,
      int[] memoryAfter,
      int stepped,
      int after) {
    /** The gradient that the update goes by. */
    int last() {
      return used >= 0 ? used : penalized >= 0 ? penalized : gradient;
    }
  }

  UpdatePlan(Plan plan, StepByStep steps, TrainSpec spec) {
    this.plan = plan;
    this.steps = steps;
    this.rate = scalar("rate", "learning rate");
    this.number = scalar("t", "number of the step, from 1");
    this.lossBefore = scalar("L", "mean loss of the rows before the step");
    this.lossAfter = scalar("L'", "mean loss of the same rows after the step");
    this.schedules = UpdateLines.schedules(spec.optimizer());
    this.penalty =
        spec.regularizers().isEmpty()
            ? -1
            : scalar("penalty", "penalties of the weights before the step");
    schedules.keySet().forEach(name -> scheduled.put(name, scalar(name, name)));
  }

  private int scalar(String symbol, String meaning) {
    return plan.add(symbol, meaning, Quantity.Kind.NUMBER, false, 1, 1, List.of(), null);
  }

  int rate() {
    return rate;
  }

  int number() {
    return number;
  }

  /** The quantity of something scheduled besides the rate. */
  int scheduled(String name) {
    return scheduled.get(name);
  }

  /** The penalties of all weights; -1 where there are none. */
  int penalty() {
    return penalty;
  }

  int lossBefore() {
    return lossBefore;
  }

  int lossAfter() {
    return lossAfter;
  }

  List<Item> items() {
    return items;
  }

  /** The parameter of a path; null where nothing is known of it. */
  Item item(String path) {
    return items.stream().filter(i -> i.slot().path().equals(path)).findFirst().orElse(null);
  }

  /** Adds a parameter that the graph has as the value of a quantity. */
  void add(Slot slot, int before, TrainSpec spec) {
    if (item(slot.path()) != null) {
      return;
    }
    String symbol = plan.quantity(before).symbol();
    if (!slot.trainable()) {
      items.add(new Item(slot, before, -1, -1, -1, new int[0], new int[0], -1, before));
      return;
    }
    Quantity.Kind kind = Quantity.Kind.PARAMETER_GRADIENT;
    int gradient = plan.addLike(before, "dL/d", "gradient of " + symbol, kind);
    boolean penalties = !spec.regularizers().isEmpty() && slot.role().regularized();
    int penalized = penalties ? like(gradient, "+penalty", "gradient with penalties") : -1;
    Optimization optimizer = spec.optimizer();
    boolean wrapped = optimizer instanceof WrappingOptimizer;
    int used = wrapped ? like(gradient, "*", "gradient that the inner optimizer is given") : -1;
    int count = optimizer instanceof Minimizer ? 0 : steps.parameters().slots().length;
    int[] memoryBefore = new int[count];
    int[] memoryAfter = new int[count];
    for (int i = 0; i < count; i++) {
      String name = UpdateLines.memory(optimizer, i);
      memoryBefore[i] = memory(before, name, "");
      memoryAfter[i] = memory(before, name, "'");
    }
    boolean constrained = !spec.constraints().isEmpty() && slot.role().regularized();
    int stepped = constrained ? named(before, symbol + "+", symbol + " before constraints") : -1;
    int after = named(before, symbol + "'", symbol + " after the step");
    items.add(
        new Item(
            slot, before, gradient, penalized, used, memoryBefore, memoryAfter, stepped, after));
  }

  private int memory(int of, String name, String behind) {
    String symbol = plan.quantity(of).symbol();
    return plan.addNamed(
        of,
        name + behind + "(" + symbol + ")",
        "what the optimizer remembers of " + symbol + (behind.isEmpty() ? "" : ", after the step"),
        Quantity.Kind.MEMORY);
  }

  private int like(int gradient, String behind, String meaning) {
    return plan.addNamed(
        gradient,
        plan.quantity(gradient).symbol() + behind,
        meaning,
        Quantity.Kind.PARAMETER_GRADIENT);
  }

  private int named(int before, String symbol, String meaning) {
    return plan.addNamed(before, symbol, meaning, Quantity.Kind.PARAMETER);
  }

  void begin(Recorder to) {
    to.keep(rate, new double[] {steps.rate()});
    if (penalty >= 0) {
      to.keep(penalty, new double[] {steps.penalty()});
    }
    to.keep(number, new double[] {steps.progress().step() + 1.0});
    schedules.forEach(
        (name, s) -> to.keep(scheduled.get(name), new double[] {s.at(steps.progress())}));
    for (Item i : items) {
      to.keep(i.before(), read(steps.parameters().weights(), i.slot()));
      for (int m = 0; m < i.memoryBefore().length; m++) {
        to.keep(i.memoryBefore()[m], read(steps.parameters().slots()[m], i.slot()));
      }
    }
  }

  void gradients(Recorder to) {
    for (Item i : items) {
      if (i.gradient() >= 0) {
        to.keep(i.gradient(), read(steps.parameters().gradients(), i.slot()));
      }
    }
  }

  void penalized(Recorder to) {
    for (Item i : items) {
      if (i.penalized() >= 0) {
        to.keep(i.penalized(), read(steps.parameters().gradients(), i.slot()));
      }
    }
  }

  void updated(Recorder to) {
    for (Item i : items) {
      if (i.used() >= 0) {
        to.keep(i.used(), read(steps.parameters().gradients(), i.slot()));
      }
      if (i.stepped() >= 0) {
        to.keep(i.stepped(), read(steps.parameters().weights(), i.slot()));
      }
      for (int m = 0; m < i.memoryAfter().length; m++) {
        to.keep(i.memoryAfter()[m], read(steps.parameters().slots()[m], i.slot()));
      }
    }
  }

  void end(Recorder to) {
    for (Item i : items) {
      if (i.after() != i.before()) {
        to.keep(i.after(), read(steps.parameters().weights(), i.slot()));
      }
    }
  }

  private static double[] read(Matrix flat, Slot s) {
    double[] all = new double[s.size()];
    flat.buffer().read(s.offset(), all, 0, all.length);
    return all;
  }
}
