// SPDX-License-Identifier: GPL-3.0-or-later
package weka.filters.unsupervised.attribute;

import backprop.engine.model.Version;
import backprop.weka.features.AnnotatedOptions;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.stream.IntStream;
import weka.core.Attribute;
import weka.core.Capabilities;
import weka.core.Capabilities.Capability;
import weka.core.DenseInstance;
import weka.core.Instance;
import weka.core.Instances;
import weka.core.Option;
import weka.core.OptionMetadata;
import weka.core.Range;
import weka.filters.SimpleBatchFilter;
import weka.filters.UnsupervisedFilter;

/** Turns a time series, a row for each step, into rows of its last steps and what comes next. */
public class BackpropWindow extends SimpleBatchFilter implements UnsupervisedFilter {
  private static final long serialVersionUID = 1L;
  private static final String AUTO = "auto";

  private int steps = 12;
  private int horizon = 1;
  private String attributes = AUTO;

  @Override
  public String globalInfo() {
    return "Turns a time series, a row for each step in their order, into rows that each hold the"
        + " last steps, oldest first, and as their class what the class attribute is some steps"
        + " later: for BackpropNetwork with the preset window. Rows without enough steps before"
        + " them, or without one so much later, are left out. The class attribute is the one that"
        + " is set, else the last one; its past is in the window like that of others. To evaluate,"
        + " use a percentage split that preserves the order: the folds of a cross-validation would"
        + " share steps.";
  }

  @Override
  public Capabilities getCapabilities() {
    Capabilities c = super.getCapabilities();
    c.disableAll();
    c.enable(Capability.NOMINAL_ATTRIBUTES);
    c.enable(Capability.NUMERIC_ATTRIBUTES);
    c.enable(Capability.DATE_ATTRIBUTES);
    c.enable(Capability.MISSING_VALUES);
    c.enable(Capability.NOMINAL_CLASS);
    c.enable(Capability.NUMERIC_CLASS);
    c.enable(Capability.MISSING_CLASS_VALUES);
    c.enable(Capability.NO_CLASS);
    return c;
  }

  private static int target(Instances rows) {
    return rows.classIndex() >= 0 ? rows.classIndex() : rows.numAttributes() - 1;
  }

  /** Indices of the attributes that are in the window. */
  private int[] chosen(Instances rows) {
    if (attributes.equals(AUTO)) {
      return IntStream.range(0, rows.numAttributes())
          .filter(a -> rows.attribute(a).type() == Attribute.NUMERIC)
          .toArray();
    }
    Range range = new Range(attributes);
    try {
      range.setUpper(rows.numAttributes() - 1);
      return range.getSelection();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "option -attributes is '"
              + attributes
              + "', allowed are auto, and ranges of attributes from first to "
              + rows.numAttributes(),
          e);
    }
  }

  @Override
  protected Instances determineOutputFormat(Instances rows) {
    int[] chosen = chosen(rows);
    if (chosen.length == 0) {
      throw new IllegalArgumentException(
          "option -attributes: there is no numeric attribute that could be in the window");
    }
    ArrayList<Attribute> all = new ArrayList<>();
    for (int s = steps - 1; s >= 0; s--) {
      for (int a : chosen) {
        String when = s == 0 ? "[t]" : "[t-" + s + "]";
        all.add(rows.attribute(a).copy(rows.attribute(a).name() + when));
      }
    }
    Attribute next = rows.attribute(target(rows));
    all.add(next.copy(next.name() + "[t+" + horizon + "]"));
    Instances format = new Instances(rows.relationName() + "-window", all, 0);
    format.setClassIndex(all.size() - 1);
    return format;
  }

  @Override
  protected Instances process(Instances rows) {
    Instances out = new Instances(getOutputFormat(), Math.max(0, rows.numInstances()));
    int[] chosen = chosen(rows);
    int target = target(rows);
    for (int last = steps - 1; last + horizon < rows.numInstances(); last++) {
      double[] values = new double[out.numAttributes()];
      int at = 0;
      for (int r = last - steps + 1; r <= last; r++) {
        for (int a : chosen) {
          values[at++] = rows.instance(r).value(a);
        }
      }
      Instance next = rows.instance(last + horizon);
      values[at] = next.value(target);
      out.add(new DenseInstance(next.weight(), values));
    }
    return out;
  }

  @OptionMetadata(
      displayName = "steps",
      description = "Steps of a window, from 1. (default 12)",
      commandLineParamName = "steps",
      commandLineParamSynopsis = "-steps <rows>",
      displayOrder = 1)
  public int getSteps() {
    return steps;
  }

  public void setSteps(int steps) {
    this.steps = positive("steps", steps);
  }

  private static int positive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "option -" + option + " is " + value + ", allowed are whole numbers from 1");
    }
    return value;
  }

  @OptionMetadata(
      displayName = "horizon",
      description = "Steps from the last one of the window to the class, from 1. (default 1)",
      commandLineParamName = "horizon",
      commandLineParamSynopsis = "-horizon <rows>",
      displayOrder = 2)
  public int getHorizon() {
    return horizon;
  }

  public void setHorizon(int rows) {
    this.horizon = positive("horizon", rows);
  }

  @OptionMetadata(
      displayName = "attributes",
      description =
          "Attributes that are in the window, such as 1,3-last; auto for all numeric ones, dates"
              + " left out. (default auto)",
      commandLineParamName = "attributes",
      commandLineParamSynopsis = "-attributes <range>",
      displayOrder = 3)
  public String getAttributes() {
    return attributes;
  }

  public void setAttributes(String range) {
    String word = range.strip().isEmpty() ? AUTO : range.strip();
    String index = "(first|last|[1-9][0-9]*)";
    String part = index + "(-" + index + ")?";
    if (!word.equals(AUTO) && !word.matches(part + "(," + part + ")*")) {
      throw new IllegalArgumentException(
          "option -attributes is '"
              + word
              + "', allowed are auto and numbers of attributes from 1 such as 1,3-last");
    }
    this.attributes = word;
  }

  @Override
  public Enumeration<Option> listOptions() {
    return new AnnotatedOptions(this).listWith(super.listOptions());
  }

  @Override
  public void setOptions(String[] options) throws Exception {
    AnnotatedOptions.Setting own = new AnnotatedOptions(this).take(options);
    super.setOptions(options);
    own.set();
  }

  @Override
  public String[] getOptions() {
    return new AnnotatedOptions(this).getWith(super.getOptions());
  }

  @Override
  public String getRevision() {
    return Version.current();
  }

  /** Runs the filter on the command line: {@code -i in.arff -o out.arff}. */
  public static void main(String[] args) {
    runFilter(new BackpropWindow(), args);
  }
}
