// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.run.CellResult;
import backprop.experiments.run.DataSet;
import backprop.experiments.run.ExperimentResults;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The variables of the events: the one place that lists them. */
final class Variables {
  /**
   * A variable.
   *
   * @param name its name in expressions
   * @param type its type
   * @param ofDataSet whether it belongs to the data set that is judged
   * @param description what it holds, with its range
   */
  record Variable(String name, CelType type, boolean ofDataSet, String description) {}

  static final List<Variable> END =
      List.of(
          new Variable("failures", SimpleType.INT, false, "cells that failed, 0 or more"),
          new Variable("cells", SimpleType.INT, false, "cells that succeeded, 0 or more"),
          new Variable("dataSet", SimpleType.STRING, true, "name of the data set judged"),
          new Variable("rows", SimpleType.INT, true, "its rows, 1 or more"),
          new Variable("attributes", SimpleType.INT, true, "its attributes with the class"),
          new Variable("classes", SimpleType.INT, true, "its class values, 0 if numeric"));

  static final Variable LEARNER =
      new Variable("learner", SimpleType.STRING, false, "name of the learner");

  static final Set<String> OF_DATA_SET =
      END.stream().filter(Variable::ofDataSet).map(Variable::name).collect(Collectors.toSet());

  private Variables() {}

  /** The types of the variables of gates. */
  static Map<String, CelType> endTypes() {
    Map<String, CelType> types = new LinkedHashMap<>();
    END.forEach(variable -> types.put(variable.name(), variable.type()));
    return types;
  }

  /** The types of the variables of space rules. */
  static Map<String, CelType> spaceTypes(Map<String, Class<?>> varied) {
    Map<String, CelType> types = new LinkedHashMap<>();
    types.put(LEARNER.name(), LEARNER.type());
    varied.forEach((name, type) -> types.put(name, type(type)));
    return types;
  }

  /** The values that a gate sees. */
  static Map<String, Object> end(ExperimentResults results, Optional<DataSet> judged) {
    long good = results.cells().stream().filter(CellResult::succeeded).count();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("failures", results.cells().size() - good);
    values.put("cells", good);
    judged.ifPresent(
        data -> {
          values.put("dataSet", data.name());
          values.put("rows", (long) data.rows());
          values.put("attributes", (long) data.attributes());
          values.put("classes", (long) data.classes());
        });
    return values;
  }

  private static CelType type(Class<?> type) {
    if (type == Long.class || type == Integer.class) {
      return SimpleType.INT;
    }
    if (type == Double.class) {
      return SimpleType.DOUBLE;
    }
    if (type == Boolean.class) {
      return SimpleType.BOOL;
    }
    return type == String.class ? SimpleType.STRING : SimpleType.DYN;
  }
}
