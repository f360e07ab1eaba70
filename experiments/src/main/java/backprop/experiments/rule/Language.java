// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.file.ExperimentException;
import backprop.experiments.file.Nearest;
import backprop.experiments.statistics.Metric;
import backprop.experiments.statistics.Metrics;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Common Expression Language with the variables and functions of one event: parses, checks
 * types and turns messages into sentences with a place in the experiment file.
 */
final class Language {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(10_000)
          .maxExpressionCodePointSize(10_000)
          .build();

  private static final Pattern UNKNOWN = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern OVERLOAD =
      Pattern.compile(
          "found no matching overload for '([^']*)' applied to '([^']*)'.*", Pattern.DOTALL);
  private static final Pattern EXPECTED =
      Pattern.compile("expected type '([^']*)' but found '([^']*)'.*");
  private static final Pattern RESERVED = Pattern.compile("reserved identifier: (.*)");

  private static final Pattern DASHED = Pattern.compile("\\.([a-z]+(?:-[a-z]+)+)");

  /** Other languages' spellings, by what the parser says to them. */
  private static final Map<String, String> SLIPS =
      Map.of(
          "input 'and'", "&&",
          "input 'or'", "||",
          "error at: '= '", "==",
          "error at: '=>'", ">=",
          "error at: '=<'", "<=",
          "reference to 'not'", "!",
          "reference to 'True'", "true",
          "reference to 'False'", "false");

  private final CelCompiler compiler;
  private final List<String> names = new ArrayList<>();
  private final List<String> learners;

  /** The language of space rules: variables, no functions of ours. */
  static Language ofSpace(Map<String, CelType> variables) {
    return new Language(variables, List.of(), false);
  }

  /** The language of gates; the learners' names serve messages. */
  static Language ofGates(Map<String, CelType> variables, List<String> learners) {
    return new Language(variables, learners, true);
  }

  private Language(Map<String, CelType> variables, List<String> learners, boolean gates) {
    this.learners = learners;
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setResultType(SimpleType.BOOL);
    variables.forEach(builder::addVar);
    builder.addFunctionDeclarations(Arithmetic.declarations());
    names.addAll(variables.keySet());
    if (gates) {
      List<CelFunctionDecl> functions = Functions.declarations();
      builder.addFunctionDeclarations(functions);
      builder.addFunctionDeclarations(Against.declarations());
      builder.addVar(Against.VARIABLE, Against.TYPE);
      names.add(Against.VARIABLE);
      names.add(Against.AGAINST);
      functions.forEach(function -> names.add(function.name()));
    }
    compiler = builder.build();
  }

  /**
   * Parses and type-checks the expression of a rule.
   *
   * @throws ExperimentException with the line and column in the experiment file
   */
  CelAbstractSyntaxTree check(RuleSpec rule) {
    CelValidationResult result = compiler.compile(rule.expression());
    if (result.hasError()) {
      CelIssue issue = result.getErrors().get(0);
      int line = Math.max(issue.getSourceLocation().getLine(), 1);
      int column = Math.max(issue.getSourceLocation().getColumn(), 0);
      String text = rule.expression();
      throw new ExperimentException(
          place(rule, line, column)
              + (text.isBlank() ? "the expression is empty" : sentence(issue.getMessage()))
              + slip(text, issue.getMessage()));
    }
    try {
      return result.getAst();
    } catch (CelValidationException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** Turns a checked expression into a program. */
  static CelRuntime.Program program(
      CelAbstractSyntaxTree tree, List<CelFunctionBinding> functions) {
    try {
      return CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addFunctionBindings(Arithmetic.bindings())
          .addFunctionBindings(functions)
          .build()
          .createProgram(tree);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("a checked expression could not be prepared", e);
    }
  }

  /** The start of a message: file, line and column of a part of an expression, and its rule. */
  static String place(RuleSpec rule, int line, int column) {
    return rule.file()
        + ":"
        + (rule.line() + line - 1)
        + ":"
        + (rule.column() + column)
        + ": rule \""
        + rule.name()
        + "\": ";
  }

  /** The start of a message about the expression as a whole. */
  static String place(RuleSpec rule) {
    return place(rule, 1, 0);
  }

  /** What was probably meant, where the mistake is a common one; otherwise nothing. */
  private String slip(String expression, String message) {
    for (Map.Entry<String, String> slip : SLIPS.entrySet()) {
      if (message.contains(slip.getKey())) {
        return "; write " + slip.getValue();
      }
    }
    if (message.contains("map(string, double)")) {
      return "; read a metric of it, as in best('network').kappa";
    }
    Matcher dashed = DASHED.matcher(expression);
    while (dashed.find()) {
      Optional<Metric> metric = Metrics.find(dashed.group(1));
      if (metric.isPresent()) {
        return "; in expressions " + metric.get().name() + " is " + metric.get().variable();
      }
    }
    return names.stream()
        .filter(name -> name.contains("-") && expression.contains(name))
        .findFirst()
        .map(name -> "; a dash is a minus in expressions, so " + name + " needs another name")
        .orElse("");
  }

  private String sentence(String message) {
    Matcher unknown = UNKNOWN.matcher(message);
    if (unknown.matches()) {
      String name = unknown.group(1);
      Optional<Function> function = Functions.named(name);
      if (function.isPresent() && names.contains(name)) {
        return "'" + name + "' is a function; it takes " + function.get().signatures();
      }
      if (learners.contains(name)) {
        return "undeclared reference to '" + name + "'; a learner's name stands in quotes";
      }
      return "undeclared reference to '" + name + "'" + "; " + Nearest.hint(name, names);
    }
    Matcher overload = OVERLOAD.matcher(message);
    if (overload.matches()) {
      return misuse(overload.group(1), overload.group(2));
    }
    Matcher expected = EXPECTED.matcher(message);
    if (expected.matches()) {
      return "the expression must be true or false, found type " + expected.group(2);
    }
    Matcher reserved = RESERVED.matcher(message);
    if (reserved.matches()) {
      return "'" + reserved.group(1) + "' is a reserved word of the expression language";
    }
    if (message.contains("'<EOF>'") && !message.startsWith("extraneous")) {
      return "the expression ends too early";
    }
    return message.replaceFirst(" expecting .*", "");
  }

  private static String misuse(String function, String types) {
    String found = types.replaceFirst("^\\(", "").replaceFirst("\\)$", "");
    String known = Functions.named(function).map(f -> "; it takes " + f.signatures()).orElse("");
    String shown = function.replace("_?_:_", "? :").replace("_", "").replace("@", "");
    return "found no matching overload for '"
        + (known.isEmpty() ? shown : function)
        + "' applied to ("
        + found
        + ")"
        + known;
  }
}
