// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.doctor;

import backprop.engine.layer.Chain;
import backprop.engine.layer.Flatten;
import backprop.engine.layer.Layer;
import backprop.engine.model.EpochRecord;
import backprop.engine.network.Catalogs;
import backprop.engine.optimize.Optimization;
import backprop.engine.optimize.Optimizer;
import backprop.engine.schedule.Constant;
import backprop.engine.schedule.Cosine;
import backprop.engine.schedule.Schedule;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Advice that is made from what was used: the same with one thing changed. */
final class Prescription {
  private Prescription() {}

  /**
   * The optimizer with its learning rate multiplied: a constant stays one, any other schedule
   * becomes a cosine from the multiplied highest rate.
   */
  static Advice rate(Examination e, double factor) {
    double highest = e.history().stream().mapToDouble(EpochRecord::rate).max().orElse(Double.NaN);
    double rate = Double.parseDouble(Numbers.option(highest * factor));
    return optimizer(
        e,
        given -> changed(given, "rate", old -> rescheduled((Schedule) old, rate)),
        "adamw(rate=cosine(" + Numbers.option(rate) + "))");
  }

  private static Schedule rescheduled(Schedule old, double rate) {
    return old instanceof Constant ? new Constant(rate) : new Cosine(rate, 0);
  }

  /** The optimizer behind a limit of the gradients' length. */
  static Advice clipped(Examination e, double limit) {
    String inner = e.optimizer().map(o -> Catalogs.print(Optimization.class, o)).orElse("adamw");
    return new Advice(
        Knob.OPTIMIZER, "clip-by-global-norm(" + Numbers.option(limit) + ", " + inner + ")");
  }

  private static Advice optimizer(Examination e, UnaryOperator<Object> change, String otherwise) {
    String text =
        e.optimizer()
            .filter(o -> o instanceof Optimizer)
            .map(change)
            .map(o -> Catalogs.print(Optimization.class, (Optimization) o))
            .orElse(otherwise);
    return new Advice(Knob.OPTIMIZER, text);
  }

  /** A record with one component changed, in itself or in an optimizer that it wraps. */
  private static Object changed(Object given, String name, UnaryOperator<Object> change) {
    try {
      RecordComponent[] components = given.getClass().getRecordComponents();
      Object[] values = new Object[components.length];
      Class<?>[] types = new Class<?>[components.length];
      for (int i = 0; i < values.length; i++) {
        Object value = components[i].getAccessor().invoke(given);
        types[i] = components[i].getType();
        boolean it = components[i].getName().equals(name) && value instanceof Schedule;
        values[i] =
            it
                ? change.apply(value)
                : value instanceof Optimizer ? changed(value, name, change) : value;
      }
      return given.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException x) {
      throw new IllegalStateException(given + " is no public record", x);
    }
  }

  /**
   * The hidden layers in the text form of the option, with something replaced; empty where there
   * are none, or where nothing changes.
   */
  static Optional<Advice> layers(Examination e, UnaryOperator<String> change) {
    List<Layer> hidden = hidden(e);
    String text = Catalogs.texts().printList(Layer.class, hidden);
    String changed = change.apply(text);
    return hidden.isEmpty() || changed.equals(text)
        ? Optional.empty()
        : Optional.of(new Advice(Knob.LAYERS, changed));
  }

  /** The layers before the output layer. */
  static List<Layer> hidden(Examination e) {
    if (!(e.spec().body() instanceof Chain c) || c.layers().isEmpty()) {
      return List.of();
    }
    List<Layer> layers = new ArrayList<>(c.layers().subList(0, c.layers().size() - 1));
    if (!layers.isEmpty() && layers.get(layers.size() - 1) instanceof Flatten) {
      // Whoever adds the output layer adds this, too, where it is needed.
      layers.remove(layers.size() - 1);
    }
    return layers;
  }
}
