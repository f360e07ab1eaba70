// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import static backprop.experiments.rule.Function.Parameter.DATA_SET;
import static backprop.experiments.rule.Function.Parameter.LEARNER;
import static backprop.experiments.rule.Function.Parameter.LEVEL;
import static backprop.experiments.rule.Function.Parameter.MARGIN;
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

  /** A function that only races may call. */
  static final String OUTRANKED = "outranked";

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
  private static final List<List<Parameter>> WITH_MARGIN =
      List.of(
          List.of(LEARNER, LEARNER, MARGIN, LEVEL),
          List.of(LEARNER, LEARNER, METRIC, MARGIN, LEVEL),
          List.of(LEARNER, LEARNER, MARGIN, LEVEL, DATA_SET),
          List.of(LEARNER, LEARNER, METRIC, MARGIN, LEVEL, DATA_SET));

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
          test(
              Comparing.SIGNIFICANT,
              TEST,
              "whether the first learner is better than the second by the corrected resampled"
                  + " t-test, two-sided, at the level"),
          test(
              Comparing.WORSE,
              TEST,
              "whether the first learner is worse than the second by the same test"),
          new Function(
              OUTRANKED,
              TEST,
              SimpleType.BOOL,
              "in races: whether the first learner loses to the second by Wilcoxon's signed-rank test"
                  + " over the folds, one-sided, at the level; it fires sooner than worse, and takes"
                  + " no account of training rows that folds share",
              (facts, a) -> facts.outranked(a)),
          test(
              Comparing.SUPERIOR,
              WITH_MARGIN,
              "whether the first learner is better by more than the margin, by the same test,"
                  + " one-sided"),
          test(
              Comparing.NONINFERIOR,
              WITH_MARGIN,
              "whether the first learner is at most the margin worse than the second, by the same"
                  + " test, one-sided"),
          test(
              Comparing.EQUIVALENT,
              WITH_MARGIN,
              "whether neither learner is better than the other by the margin: two one-sided tests,"
                  + " each at the level"));

  private Functions() {}

  private static Function test(
      Comparing kind, List<List<Parameter>> overloads, String description) {
    return new Function(
        kind.function(),
        overloads,
        SimpleType.BOOL,
        description,
        (facts, a) -> facts.test(kind, a));
  }

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
        for (boolean whole : margins(function.overloads().get(i))) {
          List<CelType> types = new ArrayList<>();
          for (Parameter parameter : function.overloads().get(i)) {
            types.add(type(parameter, whole));
          }
          overloads.add(
              CelOverloadDecl.newGlobalOverload(id(function, i, whole), function.result(), types));
        }
      }
      declarations.add(CelFunctionDecl.newFunctionDeclaration(function.name(), overloads));
    }
    return declarations;
  }

  /** A margin may be a whole number, which the language tells from a decimal one. */
  private static List<Boolean> margins(List<Parameter> parameters) {
    return parameters.contains(MARGIN) ? List.of(false, true) : List.of(false);
  }

  private static CelType type(Parameter parameter, boolean whole) {
    return switch (parameter) {
      case LEVEL -> SimpleType.DOUBLE;
      case MARGIN -> whole ? SimpleType.INT : SimpleType.DOUBLE;
      default -> SimpleType.STRING;
    };
  }

  private static String id(Function function, int index, boolean whole) {
    return (whole ? "whole_" : "") + function.overload(index);
  }

  static List<CelFunctionBinding> bindings(Facts facts) {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    for (Function function : ALL) {
      for (int i = 0; i < function.overloads().size(); i++) {
        List<Parameter> parameters = function.overloads().get(i);
        for (boolean whole : margins(parameters)) {
          List<Class<?>> types = new ArrayList<>();
          for (Parameter parameter : parameters) {
            CelType type = type(parameter, whole);
            types.add(
                type == SimpleType.DOUBLE
                    ? Double.class
                    : type == SimpleType.INT ? Long.class : String.class);
          }
          bindings.add(
              CelFunctionBinding.from(
                  id(function, i, whole),
                  types,
                  values -> function.body().call(facts, arguments(parameters, values))));
        }
      }
    }
    return bindings;
  }

  /** The arguments of a call by their parameters. */
  static Arguments arguments(List<Parameter> parameters, Object... values) {
    List<String> learners = new ArrayList<>();
    String metric = null;
    double margin = 0;
    double level = 0;
    String dataSet = null;
    for (int i = 0; i < values.length; i++) {
      switch (parameters.get(i)) {
        case LEARNER -> learners.add((String) values[i]);
        case METRIC -> metric = (String) values[i];
        case MARGIN -> margin = ((Number) values[i]).doubleValue();
        case LEVEL -> level = (Double) values[i];
        case DATA_SET -> dataSet = (String) values[i];
        default -> throw new AssertionError(parameters.get(i));
      }
    }
    return new Arguments(learners, metric, margin, level, dataSet);
  }
}
