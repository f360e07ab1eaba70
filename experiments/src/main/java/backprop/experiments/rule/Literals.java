// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.Nearest;
import backprop.experiments.rule.Function.Arguments;
import backprop.experiments.rule.Function.Parameter;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Metrics;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks what types cannot: names of learners, metrics and data sets, levels, whole divisions. */
final class Literals {
  private static final Object NOT_LITERAL = new Object();

  private static final List<String> RACES = List.of("fold", "configuration");

  private final RuleSpec rule;
  private final CelAbstractSyntaxTree tree;
  private final List<String> learners;
  private final Optional<List<String>> dataSets;
  private final Set<Metric> metrics = new LinkedHashSet<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final List<TestCall> tests = new ArrayList<>();
  private boolean usesLeading;
  private boolean perDataSet;

  /**
   * A test whose arguments are all literal.
   *
   * @param kind the test
   * @param arguments its arguments
   * @param claim whether the gate can only pass by it; not where it stands under a negation, or
   *     where that is not plain to see
   */
  record TestCall(Comparing kind, Arguments arguments, boolean claim) {}

  private Literals(
      RuleSpec rule,
      CelAbstractSyntaxTree tree,
      List<String> learners,
      Optional<List<String>> dataSets) {
    this.rule = rule;
    this.tree = tree;
    this.learners = learners;
    this.dataSets = dataSets;
  }

  /**
   * Checks a gate.
   *
   * @param dataSets names of the data sets, empty where they are not known yet
   * @throws ExperimentException at the first literal that is wrong
   */
  static Literals ofGate(
      RuleSpec rule,
      CelAbstractSyntaxTree tree,
      List<String> learners,
      Optional<List<String>> dataSets) {
    Literals literals = new Literals(rule, tree, learners, dataSets);
    literals.visit();
    return literals;
  }

  /** Checks a space rule. */
  static void ofSpace(RuleSpec rule, CelAbstractSyntaxTree tree) {
    new Literals(rule, tree, List.of(), Optional.empty()).visit();
  }

  /** The metrics that the gate names. */
  Set<Metric> metrics() {
    return metrics;
  }

  /** The variables that the gate reads. */
  Set<String> names() {
    return names;
  }

  /** Whether the gate leaves a metric out and so means the leading one. */
  boolean usesLeading() {
    return usesLeading;
  }

  /** Whether the gate has a part that no data set is named for. */
  boolean perDataSet() {
    return perDataSet;
  }

  /** The tests that the gate makes. */
  List<TestCall> tests() {
    return tests;
  }

  private void visit() {
    CelNavigableAst.fromAst(tree).getRoot().allNodes().forEach(this::visit);
  }

  private void visit(CelNavigableExpr node) {
    CelExpr expression = node.expr();
    switch (node.getKind()) {
      case CALL -> call(node, expression);
      case SELECT -> {
        if (isSummary(expression.select().operand())) {
          metric(expression, expression.select().field(), true);
        }
      }
      case IDENT -> {
        names.add(expression.ident().name());
        perDataSet |= Variables.OF_DATA_SET.contains(expression.ident().name());
      }
      default -> {}
    }
    if (isSummary(expression) && !isRead(node)) {
      throw at(
          expression,
          "a learner's values are read one by one, as in best('network').kappa, and compared as"
              + " numbers");
    }
  }

  private boolean isSummary(CelExpr expression) {
    return tree.getType(expression.id()).filter(Functions.SUMMARY::equals).isPresent();
  }

  private static boolean isRead(CelNavigableExpr node) {
    CelExpr parent = node.parent().map(CelNavigableExpr::expr).orElse(null);
    if (parent == null) {
      return false;
    }
    return parent.getKind() == ExprKind.Kind.SELECT
        ? !parent.select().testOnly()
        : parent.getKind() == ExprKind.Kind.CALL && parent.call().function().equals("_[_]");
  }

  private void call(CelNavigableExpr node, CelExpr expression) {
    CelExpr.CelCall call = expression.call();
    List<CelExpr> arguments = List.copyOf(call.args());
    if (call.function().equals("_[_]") && isSummary(arguments.get(0))) {
      text(arguments.get(1)).ifPresent(name -> metric(arguments.get(1), name, false));
    }
    if (call.target().isPresent() && Against.MEMBERS.contains(call.function())) {
      perDataSet = true;
      against(call.function(), arguments);
    }
    if (call.function().equals("_/_")) {
      division(expression, arguments);
    }
    Optional<Function> function = Functions.named(call.function());
    if (call.function().equals(Functions.OUTRANKED) && !RACES.contains(rule.event())) {
      throw at(
          expression,
          "outranked is for races, on: "
              + String.join(" and ", RACES)
              + ": it does not correct for training rows that folds share, so a gate takes worse");
    }
    if (function.isPresent()) {
      List<String> overloads = List.copyOf(tree.getReferenceOrThrow(expression.id()).overloadIds());
      List<Parameter> parameters = arguments(function.get(), overloads.get(0), arguments);
      Optional<Comparing> kind = Comparing.named(call.function());
      List<Object> values = arguments.stream().map(Literals::constant).toList();
      if (kind.isPresent() && !values.contains(NOT_LITERAL)) {
        Arguments literal = Functions.arguments(parameters, values.toArray());
        tests.add(new TestCall(kind.get(), literal, isClaim(node)));
      }
    }
  }

  private void against(String function, List<CelExpr> arguments) {
    text(arguments.get(0))
        .ifPresent(
            name -> {
              metric(arguments.get(0), name, false);
              directed(arguments.get(0), Metrics.named(name));
            });
    if (arguments.size() > 1) {
      if (function.equals(Against.DROP)) {
        text(arguments.get(1)).ifPresent(name -> learner(arguments.get(1), name));
      } else {
        level(arguments.get(1));
      }
    }
  }

  private void directed(CelExpr at, Metric metric) {
    if (metric.direction() == Metric.Direction.NEUTRAL) {
      throw at(at, metric.name() + " is neither better nor worse when it is higher");
    }
  }

  private static Object constant(CelExpr expression) {
    if (expression.getKind() != ExprKind.Kind.CONSTANT) {
      return NOT_LITERAL;
    }
    CelConstant constant = expression.constant();
    return switch (constant.getKind()) {
      case STRING_VALUE -> constant.stringValue();
      case DOUBLE_VALUE -> constant.doubleValue();
      case INT64_VALUE -> constant.int64Value();
      default -> NOT_LITERAL;
    };
  }

  /** Whether nothing but {@code &&}, {@code ||} and an even number of {@code !} stands above. */
  private static boolean isClaim(CelNavigableExpr node) {
    boolean claim = true;
    for (Optional<CelNavigableExpr> at = node.parent(); at.isPresent(); at = at.get().parent()) {
      CelExpr above = at.get().expr();
      String function = above.getKind() == ExprKind.Kind.CALL ? above.call().function() : "";
      if (function.equals("!_")) {
        claim = !claim;
      } else if (!function.equals("_&&_") && !function.equals("_||_")) {
        return false;
      }
    }
    return claim;
  }

  private List<Parameter> arguments(Function function, String overload, List<CelExpr> arguments) {
    int index = Integer.parseInt(overload.substring(overload.lastIndexOf('_') + 1));
    List<Parameter> parameters = function.overloads().get(index);
    for (int i = 0; i < parameters.size(); i++) {
      CelExpr argument = arguments.get(i);
      switch (parameters.get(i)) {
        case LEARNER -> text(argument).ifPresent(name -> learner(argument, name));
        case METRIC -> text(argument).ifPresent(name -> metric(argument, name, false));
        case DATA_SET -> text(argument).ifPresent(name -> dataSet(argument, name));
        case LEVEL -> level(argument);
        case MARGIN -> margin(argument);
        default -> throw new AssertionError(parameters.get(i));
      }
    }
    perDataSet |= !parameters.contains(Parameter.DATA_SET);
    int at = parameters.indexOf(Parameter.METRIC);
    usesLeading |= at < 0 && function.result() != Functions.SUMMARY;
    Metric metric = at < 0 ? null : text(arguments.get(at)).flatMap(Metrics::find).orElse(null);
    if (metric != null) {
      directed(arguments.get(at), metric);
    }
    return parameters;
  }

  private void learner(CelExpr at, String name) {
    int bracket = name.indexOf('[');
    String learner = bracket < 0 ? name : name.substring(0, bracket);
    if (!learners.contains(name) && (bracket < 0 || !learners.contains(learner))) {
      throw at(at, "unknown learner \"" + name + "\"" + "; " + Nearest.hint(name, learners));
    }
  }

  private void dataSet(CelExpr at, String name) {
    if (dataSets.isPresent() && !dataSets.get().contains(name)) {
      throw at(at, "unknown data set \"" + name + "\"" + "; " + Nearest.hint(name, dataSets.get()));
    }
  }

  private void metric(CelExpr at, String name, boolean asField) {
    Optional<Metric> metric = Metrics.find(name);
    if (metric.isEmpty()) {
      List<String> known =
          Metrics.all().stream().map(m -> asField ? m.variable() : m.name()).toList();
      throw at(at, "unknown metric \"" + name + "\"" + "; " + Nearest.hint(name, known));
    }
    metrics.add(metric.get());
  }

  private void level(CelExpr at) {
    if (at.getKind() == ExprKind.Kind.CONSTANT) {
      double level = at.constant().doubleValue();
      if (!(level > 0 && level < 0.5)) {
        throw at(at, "a level of significance lies between 0 and 0.5, found " + level);
      }
    }
  }

  private void margin(CelExpr at) {
    Object margin = constant(at);
    if (margin instanceof Number number && number.doubleValue() <= 0) {
      throw at(at, "a margin is more than 0, found " + number);
    }
  }

  /** Whole division drops the remainder: {@code 1/2} is 0, which nobody means in a rule. */
  private void division(CelExpr expression, List<CelExpr> arguments) {
    Optional<Long> a = whole(arguments.get(0));
    Optional<Long> b = whole(arguments.get(1));
    if (a.isPresent() && b.isPresent() && b.get() != 0 && a.get() % b.get() != 0) {
      throw at(
          expression,
          a.get()
              + "/"
              + b.get()
              + " divides whole numbers and gives "
              + a.get() / b.get()
              + "; write "
              + a.get()
              + ".0/"
              + b.get());
    }
  }

  private static Optional<Long> whole(CelExpr expression) {
    return expression.getKind() == ExprKind.Kind.CONSTANT
            && expression.constant().getKind() == CelConstant.Kind.INT64_VALUE
        ? Optional.of(expression.constant().int64Value())
        : Optional.empty();
  }

  private static Optional<String> text(CelExpr expression) {
    return expression.getKind() == ExprKind.Kind.CONSTANT
            && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? Optional.of(expression.constant().stringValue())
        : Optional.empty();
  }

  private ExperimentException at(CelExpr expression, String problem) {
    Integer offset = tree.getSource().getPositionsMap().get(expression.id());
    Optional<CelSourceLocation> found =
        offset == null ? Optional.empty() : tree.getSource().getOffsetLocation(offset);
    int line = found.map(CelSourceLocation::getLine).orElse(1);
    int column = found.map(CelSourceLocation::getColumn).orElse(0);
    return new ExperimentException(Language.place(rule, line, column) + problem);
  }
}
