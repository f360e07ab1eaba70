// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.trace;

import backprop.engine.backend.Backends;
import backprop.engine.backend.Kernels;
import backprop.engine.layer.Layer;
import backprop.engine.loss.Loss;
import backprop.engine.model.Version;
import backprop.engine.network.Catalogs;
import backprop.engine.optimize.Optimization;
import backprop.engine.trace.Limits;
import backprop.engine.trace.Plane;
import backprop.engine.trace.Trace;
import backprop.engine.trace.Tracer;
import backprop.engine.train.TrainSpec;
import backprop.weka.encode.BinnedColumn;
import backprop.weka.encode.ColumnPlan;
import backprop.weka.encode.InputEncoder;
import backprop.weka.encode.NominalClass;
import backprop.weka.encode.OneHotColumns;
import backprop.weka.fit.OpenFit;
import backprop.weka.fit.Start;
import backprop.weka.options.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import weka.core.Attribute;
import weka.core.DenseInstance;
import weka.core.Instance;
import weka.core.Instances;

/** Makes traces. */
public final class Traces {
  /** Points of the plane along each side. */
  private static final int SIDE = 41;

  /** Rows that are drawn on the plane. */
  private static final int POINTS = 400;

  /** How far the plane reaches beyond the rows, as a part of their range. */
  private static final double MARGIN = 0.15;

  private Traces() {}

  /**
   * Makes a trace.
   *
   * @throws IllegalArgumentException in one sentence when something is not allowed
   * @throws InterruptedException when the thread is interrupted
   */
  public static Trace of(TraceRequest r) throws InterruptedException {
    int[] chosen = RowChoice.of(r.rows(), r.data().numInstances());
    try (Kernels kernels = Backends.choose("reference").backend().open(1)) {
      OpenFit open =
          OpenFit.of(
              r.data(),
              r.settings(),
              r.seed(),
              r.model().map(m -> new Start(m, Optional.empty())),
              new OpenFit.How(r.raw(), r.whole(), chosen),
              kernels);
      GivenWeights.put(r.weights(), open.network());
      boolean free = chosen.length > 0 && r.settings().automatic(Setting.EPOCHS);
      TrainSpec spec = free ? open.spec().withEpochs(r.steps()) : open.spec();
      Tracer tracer =
          new Tracer(
              open.network(),
              spec,
              open.rows(),
              Limits.usual().withUnits(r.units()),
              open.chosen());
      return tracer.trace(r.steps(), about(r, open), i -> open.indices()[i] + 1, plane(r, open));
    }
  }

  private static Trace.About about(TraceRequest r, OpenFit open) {
    List<String> notes = new ArrayList<>();
    notes.add(
        r.raw()
            ? "Numbers are as the data have them."
            : "Numeric attributes are standardized, as for training.");
    if (r.rows().isBlank()) {
      notes.add("The rows are those that a training with this seed takes, in its order.");
    }
    r.model()
        .ifPresent(
            m ->
                notes.add(
                    "The weights are those of the model; what its optimizer remembered is not"
                        + " known, so it begins anew."));
    if (!open.complete()) {
      notes.add("Of the other rows only some are there, for the loss of all.");
    }
    Attribute target = r.data().classAttribute();
    List<String> outputs =
        target.isNominal() ? Collections.list(values(target)) : List.of(target.name());
    return new Trace.About(
        r.title(),
        r.name(),
        Catalogs.print(Layer.class, open.network().spec().body())
            .replaceFirst("^chain\\((.*)\\)$", "$1"),
        Catalogs.print(Loss.class, open.network().spec().loss()),
        Catalogs.print(Optimization.class, open.spec().optimizer()),
        r.seed(),
        Version.current(),
        names(r.data(), open.inputs()),
        outputs,
        notes);
  }

  private static java.util.Enumeration<String> values(Attribute a) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < a.numValues(); i++) {
      values.add(a.value(i));
    }
    return Collections.enumeration(values);
  }

  /** What each input of the network is. */
  private static List<String> names(Instances data, InputEncoder inputs) {
    String[] names = new String[inputs.columns()];
    Arrays.fill(names, "");
    List<ColumnPlan> plans = inputs.plans();
    for (int a = 0; a < plans.size(); a++) {
      ColumnPlan plan = plans.get(a);
      for (int c = 0; plan != null && c < plan.columns(); c++) {
        names[inputs.start(a) + c] = name(data.attribute(a), plan, c);
      }
    }
    return List.of(names);
  }

  private static String name(Attribute attribute, ColumnPlan plan, int c) {
    String name = attribute.name();
    if (plan instanceof OneHotColumns o) {
      return c < o.values().size()
          ? name + "=" + attribute.value(o.values().get(c))
          : name + " missing";
    } else if (plan instanceof BinnedColumn b) {
      int indicator = b.number().indicator() ? 1 : 0;
      return c == 0 ? name : c <= indicator ? name + " missing" : name + " bin " + (c - indicator);
    }
    return c == 0 ? name : name + " missing";
  }

  /** The plane of two numeric attributes; null unless these are all inputs. */
  private static Plane plane(TraceRequest r, OpenFit open) {
    Instances data = r.data();
    InputEncoder inputs = open.inputs();
    int[] axes = new int[2];
    int found = 0;
    for (int a = 0; a < data.numAttributes(); a++) {
      if (a != data.classIndex() && inputs.plans().get(a) != null) {
        if (found == 2 || !data.attribute(a).isNumeric()) {
          return null;
        }
        axes[found++] = a;
      }
    }
    if (found < 2 || inputs.columns() != 2) {
      return null;
    }
    double[] from = new double[2];
    double[] to = new double[2];
    for (int d = 0; d < 2; d++) {
      range(data, axes[d], from, to, d);
    }
    boolean nominal = data.classAttribute().isNominal();
    float[] target = new float[Math.max(2, open.network().prediction().elements())];
    double shift = nominal ? 0 : open.target().decode(target, 0)[0];
    double scale = nominal ? 1 : open.target().unit();
    List<String> answers = new ArrayList<>();
    boolean single =
        open.target() instanceof NominalClass c && c.form() == NominalClass.Form.SINGLE;
    if (!nominal) {
      answers.add(data.classAttribute().name());
    } else if (single) {
      answers.add(data.classAttribute().value(1));
    } else {
      answers.addAll(Collections.list(values(data.classAttribute())));
    }
    if (open.network().prediction().elements() != answers.size()) {
      return null;
    }
    return new Plane(
        SIDE,
        SIDE,
        List.of(data.attribute(axes[0]).name(), data.attribute(axes[1]).name()),
        from,
        to,
        grid(r, inputs, axes, from, to),
        answers,
        scale,
        shift,
        points(data, axes));
  }

  private static void range(Instances data, int a, double[] from, double[] to, int d) {
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (Instance x : data) {
      if (!x.isMissing(a)) {
        least = Math.min(least, x.value(a));
        largest = Math.max(largest, x.value(a));
      }
    }
    double margin = largest > least ? MARGIN * (largest - least) : 1;
    from[d] = least - margin;
    to[d] = largest + margin;
  }

  private static double[][] grid(
      TraceRequest r, InputEncoder inputs, int[] axes, double[] from, double[] to) {
    double[][] grid = new double[SIDE * SIDE][2];
    float[] encoded = new float[2];
    for (int i = 0; i < grid.length; i++) {
      double x = from[0] + (to[0] - from[0]) * (i % SIDE) / (SIDE - 1);
      double y = from[1] + (to[1] - from[1]) * (i / SIDE) / (SIDE - 1);
      if (r.raw()) {
        grid[i] = new double[] {x, y};
        continue;
      }
      Instance point = new DenseInstance(r.data().numAttributes());
      point.setDataset(r.data());
      point.setValue(axes[0], x);
      point.setValue(axes[1], y);
      inputs.encode(point, 0, encoded, 0);
      grid[i] = new double[] {encoded[0], encoded[1]};
    }
    return grid;
  }

  private static double[][] points(Instances data, int[] axes) {
    int n = Math.min(POINTS, data.numInstances());
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Instance x = data.instance((int) ((long) data.numInstances() * i / n));
      if (!x.classIsMissing() && !x.isMissing(axes[0]) && !x.isMissing(axes[1])) {
        points.add(new double[] {x.value(axes[0]), x.value(axes[1]), x.classValue()});
      }
    }
    return points.toArray(new double[0][]);
  }
}
