// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.doctor;

import backprop.engine.doctor.Advice;
import backprop.engine.doctor.Examination;
import backprop.engine.doctor.Finding;
import backprop.engine.doctor.Knob;
import backprop.engine.doctor.Symptoms;
import backprop.engine.model.Provenance;
import backprop.engine.network.Network;
import backprop.engine.train.Batches;
import backprop.weka.options.Setting;
import java.util.ArrayList;
import java.util.List;

/** What the doctor says about a training, in lines that name options of the classifier. */
public final class Diagnosis {
  private static final String HEALTHY = "healthy: ";

  private Diagnosis() {}

  /**
   * Looks for all symptoms.
   *
   * @param how how the network was trained
   * @param training rows that it was trained on
   * @param others rows that it was not trained on; null for none
   * @param data what was found in the data before they were encoded
   * @return a line for each finding, or one that says that there is none
   */
  public static List<String> of(
      Network network, Provenance how, Batches training, Batches others, List<Finding> data) {
    List<Finding> all = new ArrayList<>(data);
    all.addAll(Symptoms.find(Examination.of(network, how, training, others)));
    return lines(all);
  }

  /** The number of symptoms that are looked for. */
  static int symptoms() {
    return Symptoms.all().size() + DataSymptoms.all().size();
  }

  /** Whether these lines tell of no finding. */
  public static boolean healthy(List<String> lines) {
    return lines.size() == 1 && lines.get(0).startsWith(HEALTHY);
  }

  private static List<String> lines(List<Finding> findings) {
    if (findings.isEmpty()) {
      return List.of(HEALTHY + "none of " + symptoms() + " symptoms");
    }
    return findings.stream().map(Diagnosis::line).toList();
  }

  /** A finding and what to try. */
  static String line(Finding f) {
    List<String> tries = f.advice().stream().map(Diagnosis::option).toList();
    return f.name() + ": " + f.sentence() + "; try " + String.join(", or ", tries);
  }

  /** As it can be pasted into a command line. */
  private static String option(Advice a) {
    return a.knob() == Knob.DATA
        ? "this: " + a.value()
        : "-" + setting(a.knob()).flag() + " " + quoted(a.value());
  }

  private static String quoted(String value) {
    return value.matches("[-\\w.]+") ? value : "\"" + value + "\"";
  }

  private static Setting setting(Knob knob) {
    return switch (knob) {
      case LAYERS -> Setting.LAYERS;
      case OPTIMIZER -> Setting.OPTIMIZER;
      case REGULARIZER -> Setting.REGULARIZER;
      case EPOCHS -> Setting.EPOCHS;
      case BATCH -> Setting.BATCH;
      case VALIDATION -> Setting.VALIDATION;
      case PATIENCE -> Setting.PATIENCE;
      case LOSS -> Setting.LOSS;
      case CLASS_WEIGHTS -> Setting.CLASS_WEIGHTS;
      case DATA -> throw new IllegalArgumentException("data are no option");
    };
  }
}
