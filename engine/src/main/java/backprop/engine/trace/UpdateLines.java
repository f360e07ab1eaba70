// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.trace;

import backprop.engine.optimize.AdaGrad;
import backprop.engine.optimize.Adam;
import backprop.engine.optimize.AdamW;
import backprop.engine.optimize.Ema;
import backprop.engine.optimize.GradientTreatment;
import backprop.engine.optimize.Optimization;
import backprop.engine.optimize.RmsProp;
import backprop.engine.optimize.Sam;
import backprop.engine.optimize.Sgd;
import backprop.engine.optimize.Swa;
import backprop.engine.optimize.WrappingOptimizer;
import backprop.engine.schedule.Schedule;
import backprop.engine.text.Formula;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of updates: for the usual optimizers the formula with its numbers, for all others the
 * formula, the old number, the gradient and the new number.
 */
final class UpdateLines {
  private final Plan plan;
  private final UpdatePlan updates;
  private final Optimization optimizer;
  private final Optimization inner;

  UpdateLines(Plan plan, UpdatePlan updates, Optimization optimizer) {
    this.plan = plan;
    this.updates = updates;
    this.optimizer = optimizer;
    this.inner = inner(optimizer);
  }

  /** What moves the weights: the innermost optimizer, as long as nobody else moves them. */
  private static Optimization inner(Optimization optimizer) {
    Optimization o = optimizer;
    while (o instanceof WrappingOptimizer w) {
      boolean gradientsOnly =
          w instanceof GradientTreatment
              || w instanceof Sam
              || w instanceof Ema
              || w instanceof Swa;
      if (!gradientsOnly) {
        return o;
      }
      o = w.optimizer();
    }
    return o;
  }

  /** What is scheduled besides the learning rate. */
  static Map<String, Schedule> schedules(Optimization optimizer) {
    Map<String, Schedule> all = new LinkedHashMap<>();
    Optimization o = inner(optimizer);
    if (o instanceof Sgd s && s.slots() > 0) {
      all.put("momentum", s.momentum());
    } else if (o instanceof AdamW a) {
      all.put("weight-decay", a.weightDecay());
    } else if (o instanceof RmsProp r) {
      all.put("decay", r.decay());
      all.put("momentum", r.momentum());
    }
    return all;
  }

  /** What an optimizer calls something that it remembers. */
  static String memory(Optimization optimizer, int slot) {
    Optimization o = optimizer;
    while (o instanceof WrappingOptimizer w) {
      o = w.optimizer();
    }
    List<String> names =
        o instanceof Sgd
            ? List.of("v")
            : o instanceof Adam || o instanceof AdamW
                ? List.of("m", "v", "vmax")
                : o instanceof RmsProp
                    ? List.of("s", "b")
                    : o instanceof AdaGrad ? List.of("s") : List.of();
    return slot < names.size() ? names.get(slot) : "s" + (slot + 1);
  }

  /** The formula of the whole update. */
  String formula() {
    List<String> parts = new ArrayList<>();
    Optimization o = optimizer;
    while (o != null) {
      Formula f = o.getClass().getAnnotation(Formula.class);
      if (o instanceof Sgd s) {
        parts.add(formula(s));
      } else if (f != null) {
        parts.add(f.value());
      }
      o = o instanceof WrappingOptimizer w ? w.optimizer() : null;
    }
    return String.join("; ", parts);
  }

  /** Of its three forms the one that is used. */
  private static String formula(Sgd s) {
    if (s.slots() == 0) {
      return "w = w - rate * g";
    }
    String velocity = "v = momentum * v + g; w = w - rate * ";
    return velocity + (s.nesterov() ? "(g + momentum * v)" : "v");
  }

  /** The lines of one element of a parameter. */
  void write(UpdatePlan.Item item, int e, List<Line> lines) {
    String w = plan.quantity(item.before()).label(e);
    int to = item.stepped() >= 0 ? item.stepped() : item.after();
    if (item.penalized() >= 0) {
      lines.add(
          line(
              item.penalized(), e, label(item.gradient(), e) + " + gradient of the penalties", ""));
    }
    if (item.used() >= 0) {
      lines.add(line(item.used(), e, "what the optimizers around have made of the gradient", ""));
    }
    String rate =
        "{"
            + updates.rate()
            + ".0}"
            + (item.slot().rateFactor() == 1
                ? ""
                : " * " + Numbers.constant(item.slot().rateFactor()));
    String old = at(item.before(), e);
    String g = at(item.last(), e);
    if (inner instanceof Sgd s) {
      sgd(s, item, e, to, new Terms(w, old, label(item.last(), e), g, rate), lines);
    } else if (inner instanceof Adam a) {
      adam(
          a.beta1(),
          a.beta2(),
          a.epsilon(),
          a.amsgrad(),
          false,
          item,
          e,
          to,
          new Terms(w, old, label(item.last(), e), g, rate),
          lines);
    } else if (inner instanceof AdamW a) {
      adam(
          a.beta1(),
          a.beta2(),
          a.epsilon(),
          a.amsgrad(),
          true,
          item,
          e,
          to,
          new Terms(w, old, label(item.last(), e), g, rate),
          lines);
    } else if (inner instanceof RmsProp r && !r.centered()) {
      rmsProp(r, item, e, to, new Terms(w, old, label(item.last(), e), g, rate), lines);
    } else if (inner instanceof AdaGrad a) {
      adaGrad(a, item, e, to, new Terms(w, old, label(item.last(), e), g, rate), lines);
    } else {
      for (int m : item.memoryAfter()) {
        lines.add(line(m, e, "", ""));
      }
      lines.add(
          line(to, e, w + " and " + label(item.last(), e) + " give", old + ", gradient " + g));
    }
    if (item.stepped() >= 0) {
      lines.add(
          line(item.after(), e, label(item.stepped(), e) + " as the constraints want it", ""));
    }
  }

  /** How an element appears in symbols and in numbers. */
  private record Terms(String w, String old, String gradient, String g, String rate) {}

  private void sgd(Sgd s, UpdatePlan.Item item, int e, int to, Terms t, List<Line> lines) {
    if (s.slots() == 0) {
      lines.add(line(to, e, t.w + " - rate * " + t.gradient, t.old + " - " + t.rate + " * " + t.g));
      return;
    }
    String momentum = "{" + updates.scheduled("momentum") + ".0}";
    String v = label(item.memoryAfter()[0], e);
    String velocity = at(item.memoryAfter()[0], e);
    lines.add(
        line(
            item.memoryAfter()[0],
            e,
            "momentum * " + label(item.memoryBefore()[0], e) + " + " + t.gradient,
            momentum + " * " + at(item.memoryBefore()[0], e) + " + " + t.g));
    if (s.nesterov()) {
      lines.add(
          line(
              to,
              e,
              t.w + " - rate * (" + t.gradient + " + momentum * " + v + ")",
              t.old + " - " + t.rate + " * (" + t.g + " + " + momentum + " * " + velocity + ")"));
    } else {
      lines.add(line(to, e, t.w + " - rate * " + v, t.old + " - " + t.rate + " * " + velocity));
    }
  }

  private void adam(
      double beta1,
      double beta2,
      double epsilon,
      boolean amsgrad,
      boolean decays,
      UpdatePlan.Item item,
      int e,
      int to,
      Terms t,
      List<Line> lines) {
    int[] after = item.memoryAfter();
    String b1 = Numbers.constant(beta1);
    String b2 = Numbers.constant(beta2);
    mean(item, 0, e, "beta1", b1, t.gradient, t.g, lines);
    mean(item, 1, e, "beta2", b2, t.gradient + "^2", t.g + "^2", lines);
    int divisor = amsgrad ? 2 : 1;
    if (amsgrad) {
      lines.add(
          line(
              after[2],
              e,
              "max(" + label(item.memoryBefore()[2], e) + ", " + label(after[1], e) + ")",
              "max(" + at(item.memoryBefore()[2], e) + ", " + at(after[1], e) + ")"));
    }
    String number = "{" + updates.number() + ".0}";
    boolean decay = decays && item.slot().decayFactor() != 0;
    String factor =
        item.slot().decayFactor() == 1 ? "" : " * " + Numbers.constant(item.slot().decayFactor());
    String kept = decay ? "(1 - rate * weight-decay) * " : "";
    String keptNumbers =
        decay
            ? "(1 - "
                + t.rate
                + " * {"
                + updates.scheduled("weight-decay")
                + ".0}"
                + factor
                + ") * "
            : "";
    lines.add(
        line(
            to,
            e,
            kept
                + t.w
                + " - rate * ("
                + label(after[0], e)
                + " / (1 - beta1^t)) / (sqrt("
                + label(after[divisor], e)
                + " / (1 - beta2^t)) + epsilon)",
            keptNumbers
                + t.old
                + " - "
                + t.rate
                + " * ("
                + at(after[0], e)
                + " / (1 - "
                + b1
                + "^"
                + number
                + ")) / (sqrt("
                + at(after[divisor], e)
                + " / (1 - "
                + b2
                + "^"
                + number
                + ")) + "
                + Numbers.constant(epsilon)
                + ")"));
  }

  private void mean(
      UpdatePlan.Item item,
      int slot,
      int e,
      String name,
      String keep,
      String symbol,
      String number,
      List<Line> lines) {
    lines.add(
        line(
            item.memoryAfter()[slot],
            e,
            name
                + " * "
                + label(item.memoryBefore()[slot], e)
                + " + (1 - "
                + name
                + ") * "
                + symbol,
            keep + " * " + at(item.memoryBefore()[slot], e) + " + (1 - " + keep + ") * " + number));
  }

  private void rmsProp(RmsProp r, UpdatePlan.Item item, int e, int to, Terms t, List<Line> lines) {
    int[] after = item.memoryAfter();
    String decay = "{" + updates.scheduled("decay") + ".0}";
    mean(item, 0, e, "decay", decay, t.gradient + "^2", t.g + "^2", lines);
    String step = t.gradient + " / (sqrt(" + label(after[0], e) + ") + epsilon)";
    String numbers =
        t.g + " / (sqrt(" + at(after[0], e) + ") + " + Numbers.constant(r.epsilon()) + ")";
    if (after.length > 1) {
      String momentum = "{" + updates.scheduled("momentum") + ".0}";
      lines.add(
          line(
              after[1],
              e,
              "momentum * " + label(item.memoryBefore()[1], e) + " + " + step,
              momentum + " * " + at(item.memoryBefore()[1], e) + " + " + numbers));
      step = label(after[1], e);
      numbers = at(after[1], e);
    }
    lines.add(line(to, e, t.w + " - rate * " + step, t.old + " - " + t.rate + " * " + numbers));
  }

  private void adaGrad(AdaGrad a, UpdatePlan.Item item, int e, int to, Terms t, List<Line> lines) {
    int after = item.memoryAfter()[0];
    lines.add(
        line(
            after,
            e,
            label(item.memoryBefore()[0], e) + " + " + t.gradient + "^2",
            at(item.memoryBefore()[0], e) + " + " + t.g + "^2"));
    lines.add(
        line(
            to,
            e,
            t.w
                + " - rate * "
                + t.gradient
                + " / (sqrt(initial + "
                + label(after, e)
                + ") + epsilon)",
            t.old
                + " - "
                + t.rate
                + " * "
                + t.g
                + " / (sqrt("
                + Numbers.constant(a.initial())
                + " + "
                + at(after, e)
                + ") + "
                + Numbers.constant(a.epsilon())
                + ")"));
  }

  private String label(int quantity, int e) {
    return plan.quantity(quantity).label(e);
  }

  private static String at(int quantity, int e) {
    return "{" + quantity + "." + e + "}";
  }

  private Line line(int result, int e, String formula, String numbers) {
    return new Line(-1, e, label(result, e), formula, numbers, at(result, e));
  }
}
