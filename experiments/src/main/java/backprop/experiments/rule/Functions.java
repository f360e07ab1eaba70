// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import static backprop.experiments.rule.Function.Parameter.DATA_SET;
import static backprop.experiments.rule.Function.Parameter.LEARNER;
import static backprop.experiments.rule.Function.Parameter.LEVEL;
import static backprop.experiments.rule.Function.Parameter.METRIC;

import backprop.experiments.rule.Function.Arguments;
import backprop.experiments.rule.Function.Parameter;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The functions of gates: the one place that lists them. */
final class Functions {
  /** Values of all metrics by name; read by {@code .kappa} or {@code ['log-loss']}. */
  static final CelType SUMMARY = MapType.create(SimpleType.STRING, SimpleType.DOUBLE);

  private static final List<List<Parameter>> ONE =
      List.of(List.of(LEARNER), List.of(LEARNER, DATA_SET));
  private static final List<List<Parameter>> DIFFERENCE =
      List.of(
          List.of(LEARNER, LEARNER),
          List.of(LEARNER, LEARNER, METRIC),
          List.of(LEARNER, LEARNER, METRIC, DATA_SET));
  private static final List<List<Parameter>> TEST =
      List.of(
          List.of(LEARNER, LEARNER, LEVEL),
          List.of(LEARNER, LEARNER, METRIC, LEVEL),
          List.of(LEARNER, LEARNER, LEVEL, DATA_SET),
          List.of(LEARNER, LEARNER, METRIC, LEVEL, DATA_SET));

  private static final List<Function> ALL =
      List.of(
          new Function(
              "best",
              ONE,
              SUMMARY,
              "means over the folds of the learner's best configuration by the leading metric",
              (facts, a) -> facts.best(a.learners().get(0), a.dataSet())),
          new Function(
              "mean",
              ONE,
              SUMMARY,
              "means over the folds of all the learner's configurations",
              (facts, a) -> facts.mean(a.learners().get(0), a.dataSet())),
          new Function(
              "deviation",
              ONE,
              SUMMARY,
              "standard deviations over the folds of the learner's best configuration",
              (facts, a) -> facts.deviation(a.learners().get(0), a.dataSet())),
          new Function(
              "gain",
              DIFFERENCE,
              SimpleType.DOUBLE,
              "by how much the first learner's mean is better than the second's, in the metric's"
                  + " unit; negative where it is worse",
              (facts, a) -> facts.gain(a)),
          new Function(
              "significant",
              TEST,
              SimpleType.BOOL,
              "whether the first learner is better than the second by the corrected resampled"
                  + " t-test, two-sided, at the level",
              (facts, a) -> facts.significant(a)),
          new Function(
              "worse",
              TEST,
              SimpleType.BOOL,
              "whether the first learner is worse than the second by the same test",
              (facts, a) -> facts.worse(a)));

  private Functions() {}

  static List<Function> all() {
    return ALL;
  }

  static Optional<Function> named(String name) {
    return ALL.stream().filter(function -> function.name().equals(name)).findFirst();
  }

  static List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> declarations = new ArrayList<>();
    for (Function function : ALL) {
      List<CelOverloadDecl> overloads = new ArrayList<>();
      for (int i = 0; i < function.overloads().size(); i++) {
        List<CelType> types = new ArrayList<>();
        for (Parameter parameter : function.overloads().get(i)) {
          types.add(parameter == LEVEL ? SimpleType.DOUBLE : SimpleType.STRING);
        }
        overloads.add(
            CelOverloadDecl.newGlobalOverload(function.overload(i), function.result(), types));
      }
      declarations.add(CelFunctionDecl.newFunctionDeclaration(function.name(), overloads));
    }
    return declarations;
  }

  static List<CelFunctionBinding> bindings(Facts facts) {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    for (Function function : ALL) {
      for (int i = 0; i < function.overloads().size(); i++) {
        List<Parameter> parameters = function.overloads().get(i);
        List<Class<?>> types = new ArrayList<>();
        for (Parameter parameter : parameters) {
          types.add(parameter == LEVEL ? Double.class : String.class);
        }
        bindings.add(
            CelFunctionBinding.from(
                function.overload(i),
                types,
                values -> function.body().call(facts, arguments(parameters, values))));
      }
    }
    return bindings;
  }

  private static Arguments arguments(List<Parameter> parameters, Object[] values) {
    List<String> learners = new ArrayList<>();
    String metric = null;
    double level = 0;
    String dataSet = null;
    for (int i = 0; i < values.length; i++) {
      switch (parameters.get(i)) {
        case LEARNER -> learners.add((String) values[i]);
        case METRIC -> metric = (String) values[i];
        case LEVEL -> level = (Double) values[i];
        case DATA_SET -> dataSet = (String) values[i];
        default -> throw new AssertionError(parameters.get(i));
      }
    }
    return new Arguments(learners, metric, level, dataSet);
  }
}
