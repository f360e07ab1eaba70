// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The variables of the events that happen while an experiment runs: the one place for them. */
final class EventVariables {
  /**
   * A variable.
   *
   * @param name its name in expressions
   * @param type its type
   * @param unit its unit, empty for a plain number or a text
   * @param range its values
   * @param description what it holds
   */
  record Variable(String name, CelType type, String unit, String range, String description) {}

  private static final Variable LEARNER = text("learner", "name of the learner");
  private static final Variable THIS = text("this", "name of the configuration");
  private static final Variable DATA_SET = text("dataSet", "name of the data set");

  private static final Variable LEADER =
      text(
          "leader",
          "the best of the learner's configurations that still run on this data set, by the mean"
              + " of the leading metric over the folds done; `this` where there is none");

  static final List<Variable> EPOCH =
      List.of(
          whole("epoch", "epochs", "1 to epochs", "epochs finished in this run"),
          whole("epochs", "epochs", "1 or more", "epochs planned for this run"),
          loss("training.loss", "mean loss of the training rows in this epoch"),
          loss("validation.loss", "mean loss of the validation rows after this epoch"),
          loss(
              "best.loss", "least loss of an epoch so far: of the validation rows where there are"),
          whole("best.epoch", "epochs", "1 to epoch", "the epoch that early stopping finds best"),
          whole(
              "epochsSinceBest",
              "epochs",
              "0 or more",
              "epochs since best.epoch, or since this rule last changed the rate"),
          new Variable(
              "learningRate", SimpleType.DOUBLE, "", "0 or more", "rate of the epoch's last step"),
          LEARNER,
          THIS,
          DATA_SET,
          whole("repeat", "", "1 or more", "the repeat"),
          whole("fold", "", "1 or more", "the fold within the repeat"));

  private static final List<Variable> RACE =
      List.of(
          THIS,
          LEADER,
          LEARNER,
          DATA_SET,
          whole(
              "folds",
              "folds",
              "1 or more",
              "folds of this configuration that are done, over" + " all repeats"),
          whole("plannedFolds", "folds", "1 or more", "folds planned, over all repeats"),
          whole(
              "rivals",
              "",
              "0 or more",
              "other configurations of the learner that still run on" + " this data set"),
          whole("failures", "folds", "0 or more", "of them failed"),
          whole("rows", "rows", "1 or more", "rows of the data set"),
          whole("attributes", "", "1 or more", "its attributes with the class"),
          whole("classes", "", "0 or more", "its class values, 0 if numeric"));

  static final List<Variable> FOLD = RACE;
  static final List<Variable> CONFIGURATION = RACE;

  static final List<Variable> EXPERIMENT =
      List.of(
          new Variable(
              "elapsed",
              SimpleType.DURATION,
              "time",
              "0 or more",
              "time that the runner has worked, over all its starts; compare with"
                  + " duration('20m')"),
          whole("cells", "cells", "1 or more", "cells done, in the order of the plan"),
          whole("failures", "cells", "0 or more", "of them failed"),
          whole("dropped", "", "0 or more", "configurations dropped, counted once a data set"));

  private EventVariables() {}

  static List<Variable> of(String event) {
    return switch (event) {
      case "epoch" -> EPOCH;
      case "fold" -> FOLD;
      case "configuration" -> CONFIGURATION;
      case "experiment" -> EXPERIMENT;
      default -> throw new IllegalArgumentException(event);
    };
  }

  static Map<String, CelType> types(String event) {
    Map<String, CelType> types = new LinkedHashMap<>();
    of(event).forEach(variable -> types.put(variable.name(), variable.type()));
    return types;
  }

  private static Variable text(String name, String description) {
    return new Variable(name, SimpleType.STRING, "", "", description);
  }

  private static Variable whole(String name, String unit, String range, String description) {
    return new Variable(name, SimpleType.INT, unit, range, description);
  }

  private static Variable loss(String name, String description) {
    return new Variable(name, SimpleType.DOUBLE, "of the loss", "a finite number", description);
  }
}
