// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Tag;

/** The plugin's rules. */
@AnalyzeClasses(
    packages = {"backprop.engine", "backprop.weka"},
    importOptions = ImportOption.DoNotIncludeTests.class)
@Tag("once")
class ArchitectureTest {
  @ArchTest
  static final ArchRule NO_STATIC_STATE =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAPackage("backprop.weka..")
          .should()
          .beFinal();

  @ArchTest
  static final ArchRule ENGINE_KNOWS_NO_WEKA =
      noClasses()
          .that()
          .resideInAPackage("backprop.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("weka..", "backprop.weka..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("backprop.weka.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ENCODERS_KNOW_NO_TRAINING =
      noClasses()
          .that()
          .resideInAPackage("backprop.weka.encode..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "backprop.engine..", "backprop.weka.fit..", "backprop.weka.options..");

  @ArchTest
  static final ArchRule FINAL_OR_ABSTRACT =
      classes()
          .that()
          .resideInAPackage("backprop.weka..")
          .and()
          .areNotInterfaces()
          .and()
          .areNotEnums()
          .and()
          .areNotAnonymousClasses()
          .and()
          .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
          .should()
          .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL);

  @ArchTest
  static final ArchRule NO_CONSOLE_BUT_FOR_THE_TOOL =
      noClasses()
          .that()
          .resideInAPackage("backprop.weka..")
          .and()
          .doNotHaveSimpleName("BackpropCheck")
          .and()
          .doNotHaveSimpleName("BackpropDoctor")
          .should()
          .accessField(System.class, "out");
}
