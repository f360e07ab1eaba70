// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.file.ExperimentException;
import backprop.experiments.run.Configuration;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A rule that forbids combinations of varied values. */
final class SpaceRule {
  private final RuleSpec spec;
  private final CelRuntime.Program program;
  private final Map<String, CelType> types;
  private final Set<String> used;

  SpaceRule(RuleSpec spec, Language language, Map<String, CelType> types) {
    this.spec = spec;
    this.types = types;
    CelAbstractSyntaxTree tree = language.check(spec);
    Literals.ofSpace(spec, tree);
    this.program = Language.program(tree, List.of());
    this.used =
        CelNavigableAst.fromAst(tree)
            .getRoot()
            .allNodes()
            .filter(node -> node.getKind() == ExprKind.Kind.IDENT)
            .map(node -> node.expr().ident().name())
            .filter(types::containsKey)
            .collect(Collectors.toSet());
  }

  String name() {
    return spec.name();
  }

  /** Whether it forbids a configuration; a rule about a variable that is not there does not. */
  boolean forbids(Configuration configuration) {
    Map<String, Object> values = new HashMap<>();
    values.put(Variables.LEARNER.name(), configuration.learner());
    configuration.variables().forEach((name, value) -> values.put(name, value(name, value)));
    if (!values.keySet().containsAll(used)) {
      return false;
    }
    try {
      return (Boolean) program.eval(values);
    } catch (CelEvaluationException e) {
      throw new ExperimentException(
          Language.place(spec)
              + "cannot judge "
              + configuration.name()
              + ": "
              + Undecided.reason(e),
          e);
    }
  }

  private Object value(String name, Object value) {
    if (value instanceof Number number) {
      boolean decimal = types.get(name) == SimpleType.DOUBLE || value instanceof Double;
      return decimal ? (Object) number.doubleValue() : (Object) number.longValue();
    }
    return value;
  }
}
