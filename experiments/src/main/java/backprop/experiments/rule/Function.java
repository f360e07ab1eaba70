// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import dev.cel.common.types.CelType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A function of gates.
 *
 * @param name its name
 * @param overloads the lists of parameters that it takes
 * @param result type of the result
 * @param description what it gives, in one sentence
 * @param body how it is computed
 */
record Function(
    String name, List<List<Parameter>> overloads, CelType result, String description, Body body) {

  /** What a parameter stands for: decides its type and what a literal is checked against. */
  enum Parameter {
    LEARNER("learner"),
    METRIC("metric"),
    MARGIN("margin"),
    LEVEL("level"),
    DATA_SET("data set");

    final String text;

    Parameter(String text) {
      this.text = text;
    }
  }

  /** Computes a call; arguments that were left out are null. */
  interface Body {
    Object call(Facts facts, Arguments arguments);
  }

  /**
   * The arguments of a call.
   *
   * @param learners one or two names
   * @param metric null for the leading metric
   * @param margin what difference does not matter, in the metric's unit; 0 where there is none
   * @param level level of significance, 0 where there is none
   * @param dataSet null for the data set that is judged
   */
  record Arguments(
      List<String> learners, String metric, double margin, double level, String dataSet) {}

  /** All ways to call it, such as {@code gain(learner, learner, metric)}. */
  String signatures() {
    return overloads.stream().map(this::signature).collect(Collectors.joining(", "));
  }

  private String signature(List<Parameter> parameters) {
    return parameters.stream()
        .map(parameter -> parameter.text)
        .collect(Collectors.joining(", ", name + "(", ")"));
  }

  /** The identifier of an overload, unique over all functions. */
  String overload(int index) {
    return name + "_" + index;
  }
}
