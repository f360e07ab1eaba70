// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments.rule;

import backprop.experiments.baseline.BaselineCheck;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;

/**
 * The comparison with a baseline, {@code against(baseline).drop('kappa')}: its types, functions and
 * their bodies, which are in {@link Facts}.
 */
final class Against {
  /** The variable of gates. */
  static final String VARIABLE = "baseline";

  static final String AGAINST = "against";
  static final String DROP = "drop";
  static final String REGRESSED = "regressed";

  /** Functions that are called on what {@code against} gives. */
  static final List<String> MEMBERS = List.of(DROP, REGRESSED);

  static final CelType TYPE = OpaqueType.create("baseline");
  private static final CelType COMPARED = OpaqueType.create("comparison");

  /** A member function: its overload, arguments after the target, and what it gives. */
  record Member(
      String name, String overload, List<CelType> arguments, String signature, String text) {}

  static final List<Member> ALL =
      List.of(
          new Member(
              DROP,
              "drop_metric",
              List.of(SimpleType.STRING),
              "against(baseline).drop(metric)",
              "by how much the metric is worse than in the baseline, in its unit, for the learner"
                  + " of the baseline that lost most; negative where all are better"),
          new Member(
              DROP,
              "drop_metric_learner",
              List.of(SimpleType.STRING, SimpleType.STRING),
              "against(baseline).drop(metric, learner)",
              "the same for one learner's best configuration"),
          new Member(
              REGRESSED,
              "regressed_metric_level",
              List.of(SimpleType.STRING, SimpleType.DOUBLE),
              "against(baseline).regressed(metric, level)",
              "whether any learner is worse than in the baseline by the corrected resampled t-test,"
                  + " two-sided, fold by fold, corrected for the number of learners and data"
                  + " sets"));

  private Against() {}

  static List<CelFunctionDecl> declarations() {
    return List.of(
        CelFunctionDecl.newFunctionDeclaration(
            AGAINST, CelOverloadDecl.newGlobalOverload("against_baseline", COMPARED, TYPE)),
        CelFunctionDecl.newFunctionDeclaration(DROP, overloads(DROP, SimpleType.DOUBLE)),
        CelFunctionDecl.newFunctionDeclaration(REGRESSED, overloads(REGRESSED, SimpleType.BOOL)));
  }

  private static List<CelOverloadDecl> overloads(String name, CelType result) {
    return ALL.stream()
        .filter(member -> member.name().equals(name))
        .map(
            member -> {
              List<CelType> types = new ArrayList<>(List.of(COMPARED));
              types.addAll(member.arguments());
              return CelOverloadDecl.newMemberOverload(member.overload(), result, types);
            })
        .toList();
  }

  static List<CelFunctionBinding> bindings(Facts facts) {
    return List.of(
        CelFunctionBinding.from("against_baseline", BaselineCheck.class, check -> check),
        CelFunctionBinding.from(
            "drop_metric",
            BaselineCheck.class,
            String.class,
            (check, metric) -> facts.drop(check, metric, null)),
        CelFunctionBinding.from(
            "drop_metric_learner",
            List.of(BaselineCheck.class, String.class, String.class),
            values ->
                facts.drop((BaselineCheck) values[0], (String) values[1], (String) values[2])),
        CelFunctionBinding.from(
            "regressed_metric_level",
            List.of(BaselineCheck.class, String.class, Double.class),
            values ->
                facts.regressed(
                    (BaselineCheck) values[0], (String) values[1], (Double) values[2])));
  }
}
