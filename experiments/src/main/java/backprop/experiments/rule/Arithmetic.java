// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/**
 * Arithmetic and equality between whole and decimal numbers, which the Common Expression Language
 * leaves out: {@code rate * 2}, {@code drop == 0}. The whole number becomes a decimal one.
 */
final class Arithmetic {
  private record Operator(String function, String id, DoubleBinaryOperator value, boolean test) {}

  private static final List<Operator> OPERATORS =
      List.of(
          new Operator("_+_", "add", (a, b) -> a + b, false),
          new Operator("_-_", "subtract", (a, b) -> a - b, false),
          new Operator("_*_", "multiply", (a, b) -> a * b, false),
          new Operator("_/_", "divide", (a, b) -> a / b, false),
          new Operator("_==_", "equals", (a, b) -> a == b ? 1 : 0, true),
          new Operator("_!=_", "not_equals", (a, b) -> a != b ? 1 : 0, true));

  private Arithmetic() {}

  static List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> declarations = new ArrayList<>();
    for (Operator operator : OPERATORS) {
      CelType result = operator.test() ? SimpleType.BOOL : SimpleType.DOUBLE;
      declarations.add(
          CelFunctionDecl.newFunctionDeclaration(
              operator.function(),
              CelOverloadDecl.newGlobalOverload(
                  operator.id() + "_int_double", result, SimpleType.INT, SimpleType.DOUBLE),
              CelOverloadDecl.newGlobalOverload(
                  operator.id() + "_double_int", result, SimpleType.DOUBLE, SimpleType.INT)));
    }
    return declarations;
  }

  static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    for (Operator operator : OPERATORS) {
      bindings.add(
          CelFunctionBinding.from(
              operator.id() + "_int_double",
              Long.class,
              Double.class,
              (a, b) -> apply(operator, a.doubleValue(), b)));
      bindings.add(
          CelFunctionBinding.from(
              operator.id() + "_double_int",
              Double.class,
              Long.class,
              (a, b) -> apply(operator, a, b.doubleValue())));
    }
    return bindings;
  }

  private static Object apply(Operator operator, double a, double b) {
    double value = operator.value().applyAsDouble(a, b);
    return operator.test() ? (Object) (value == 1) : (Object) value;
  }
}
