// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.backend.Elementwise;
import backprop.engine.backend.Kernels;
import backprop.engine.backend.Pairwise;
import backprop.engine.backend.UpdateRule;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The structure of the engine: who may know whom, and what nobody may do. */
@Tag("once")
final class ArchitectureTest {

  private static final String ENGINE = "backprop.engine";

  /** Every package of the engine, and the packages of the engine that it may use. */
  private static final Map<String, Set<String>> MAY_USE = mayUse();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ENGINE);

  private static Map<String, Set<String>> mayUse() {
    Map<String, Set<String>> table = new TreeMap<>();
    table.put("", Set.of());
    table.put("backend", Set.of());
    table.put("backend.blas", Set.of());
    table.put("backend.cpu", Set.of("backend", "backend.blas"));
    table.put("backend.dual", Set.of("backend"));
    table.put("backend.vector", Set.of("backend.cpu"));
    table.put("text", Set.of());
    table.put("rows", Set.of("backend"));
    table.put("init", Set.of("backend", "text"));
    table.put("regularize", Set.of("backend", "text"));
    table.put("constrain", Set.of("backend", "regularize", "text"));
    table.put("schedule", Set.of("backend", "text"));
    table.put("optimize", Set.of("backend", "schedule", "text"));
    table.put("minimize", Set.of("backend", "optimize", "text"));
    table.put("metric", Set.of("text"));
    table.put("augment", Set.of("backend", "graph", "text"));
    table.put("graph", Set.of("backend", "init", "schedule"));
    table.put("op", Set.of("backend", "graph", "schedule"));
    table.put("activation", Set.of("backend", "graph", "op", "init", "text"));
    table.put(
        "layer",
        Set.of(
            "backend",
            "graph",
            "op",
            "activation",
            "init",
            "regularize",
            "constrain",
            "schedule",
            "text"));
    table.put("loss", Set.of("backend", "graph", "op", "activation", "text"));
    // The catalogues are here, and a catalogue knows the things of its kind.
    table.put(
        "network",
        Set.of(
            "augment",
            "backend",
            "graph",
            "op",
            "activation",
            "init",
            "regularize",
            "constrain",
            "layer",
            "loss",
            "minimize",
            "metric",
            "optimize",
            "schedule",
            "text"));
    table.put("model", Set.of("backend", "graph", "layer", "loss", "network", "text"));
    table.put(
        "onnx",
        Set.of(
            "backend",
            "graph",
            "init",
            "op",
            "activation",
            "layer",
            "loss",
            "model",
            "network",
            "text"));
    table.put(
        "train",
        Set.of(
            "augment",
            "backend",
            "backend.dual",
            "graph",
            "constrain",
            "regularize",
            "loss",
            "metric",
            "model",
            "network",
            "optimize",
            "rows",
            "schedule",
            "text"));
    Set<String> training =
        Set.of(
            "backend",
            "graph",
            "activation",
            "layer",
            "loss",
            "model",
            "network",
            "op",
            "optimize",
            "schedule",
            "text",
            "train");
    Set<String> tracing = new TreeSet<>(training);
    tracing.addAll(Set.of("regularize", "constrain"));
    table.put("trace", tracing);
    table.put("transfer", training);
    table.put("meta", training);
    table.put("ensemble", training);
    Set<String> unsupervised = new TreeSet<>(training);
    unsupervised.addAll(Set.of("augment", "metric"));
    table.put("unsupervised", unsupervised);
    table.put("doctor", unsupervised);
    Set<String> compress = new TreeSet<>(training);
    compress.add("metric");
    table.put("compress", compress);
    table.put(
        "reference",
        Set.of("compress", "ensemble", "meta", "text", "train", "transfer", "unsupervised"));
    return table;
  }

  @Test
  void everyPackageHasItsRule() {
    Set<String> found =
        CLASSES.stream()
            .map(c -> relative(c.getPackageName()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(found.contains("backend"), "no classes were read: " + found);
    found.removeAll(MAY_USE.keySet());
    assertEquals(Set.of(), found, "add the new package and what it may use to MAY_USE");
  }

  @TestFactory
  Stream<DynamicTest> packagesKnowOnlyWhatTheyMay() {
    return MAY_USE.entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey().isEmpty() ? "(root)" : rule.getKey(),
                    () ->
                        noClasses()
                            .that(are(inPackage(rule.getKey())))
                            .should()
                            .dependOnClassesThat(
                                describe(
                                    "are in packages of the engine other than " + rule.getValue(),
                                    c -> isForbidden(c, rule.getKey(), rule.getValue())))
                            .allowEmptyShould(true)
                            .check(CLASSES)));
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(ENGINE + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void layersAndLossesAreComposedOfOps() {
    noClasses()
        .that()
        .resideInAnyPackage(ENGINE + ".layer..", ENGINE + ".loss..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Kernels.class)
        .check(CLASSES);
  }

  /**
   * Loops over numbers live behind {@link Kernels}. Arrays of floats are otherwise seen by
   * functions that own their loops, and where numbers come in from or go out to the caller:
   * augmentations change rows before the backend gets them.
   */
  @Test
  void onlyTheProcessorBackendsLoopOverArrays() {
    classes()
        .that()
        .resideOutsideOfPackages(
            ENGINE + ".backend..",
            ENGINE + ".model..",
            ENGINE + ".onnx..",
            ENGINE + ".augment..",
            ENGINE + ".rows..")
        .and(
            describe(
                "are not functions with loops of their own",
                c ->
                    !c.isAssignableTo(Elementwise.class)
                        && !c.isAssignableTo(Pairwise.class)
                        && !c.isAssignableTo(UpdateRule.class)))
        .and()
        .doNotHaveFullyQualifiedName(ENGINE + ".train.Examples")
        .and()
        .doNotHaveFullyQualifiedName(ENGINE + ".train.CompactExamples")
        // A training in main memory, as it goes into a file.
        .and()
        .doNotHaveFullyQualifiedName(ENGINE + ".train.TrainingState")
        .and()
        .doNotHaveFullyQualifiedName(ENGINE + ".train.Snapshot")
        .should(haveNoArrayOfFloats())
        .check(CLASSES);
  }

  @Test
  void nativeLinearAlgebraIsSeenByTheProcessorBackendsOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ENGINE + ".backend.cpu")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco..", "dev.ludovic..", "com.github.fommil..")
        .check(CLASSES);
  }

  /** Where the module is absent, nothing that refers to it can be linked. */
  @Test
  void theIncubatingModuleIsSeenByItsOwnPackageOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ENGINE + ".backend.vector")
        .should()
        .dependOnClassesThat(
            describe(
                "are of an incubating module or of the package that needs it",
                c ->
                    c.getPackageName().startsWith("jdk.incubator.")
                        || c.getPackageName().equals(ENGINE + ".backend.vector")))
        .check(CLASSES);
  }

  @Test
  void theEngineKnowsNeitherWekaNorDevicesNorConsoles() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "weka..",
            "org.jocl..",
            "org.osgi..",
            "backprop.weka..",
            "backprop.opencl..",
            "backprop.experiments..",
            "java.awt..",
            "javax.swing..")
        .check(CLASSES);
    noClasses().should().accessField(System.class, "out").check(CLASSES);
    noClasses().should().accessField(System.class, "err").check(CLASSES);
  }

  @Test
  void chanceComesFromTheSeedOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom)")
        .check(CLASSES);
    noClasses().should().callMethod(Math.class, "random").check(CLASSES);
  }

  @Test
  void nothingStaticChanges() {
    fields()
        .that()
        .areStatic()
        .and(describe("are written in the source", f -> !isSynthetic(f)))
        // Scratch of a thread's own that no result depends on: loops without it would allocate.
        .and(describe("are not scratch", f -> !f.getFullName().endsWith("FloatMath.BLOCKS")))
        .should()
        .beFinal()
        .andShould(notHoldWhatChanges())
        .check(CLASSES);
  }

  @Test
  void classesAreAbstractOrFinal() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotAnonymousClasses()
        .and()
        .areNotEnums()
        .should()
        .haveModifier(JavaModifier.FINAL)
        .orShould()
        .haveModifier(JavaModifier.ABSTRACT)
        .check(CLASSES);
  }

  private static boolean isSynthetic(JavaField field) {
    return field.getModifiers().contains(JavaModifier.SYNTHETIC) || field.getName().startsWith("$");
  }

  private static ArchCondition<JavaField> notHoldWhatChanges() {
    return new ArchCondition<>("not hold what changes") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        JavaClass type = field.getRawType();
        boolean changes =
            (type.isArray() && !isPrivate(field) && !isEmptyArray(field))
                || type.isAssignableTo(AbstractCollection.class)
                || type.isAssignableTo(AbstractMap.class)
                || type.isAssignableTo(ThreadLocal.class)
                || type.isAssignableTo("java.lang.AbstractStringBuilder")
                || type.getPackageName().startsWith("java.util.concurrent");
        events.add(new SimpleConditionEvent(field, !changes, field.getFullName() + " changes"));
      }
    };
  }

  /** A private array is a table that its class only reads; that much is left to the reviewer. */
  private static boolean isPrivate(JavaField field) {
    return field.getModifiers().contains(JavaModifier.PRIVATE);
  }

  private static boolean isEmptyArray(JavaField field) {
    try {
      Field reflected = field.reflect();
      reflected.setAccessible(true);
      return Array.getLength(reflected.get(null)) == 0;
    } catch (IllegalAccessException e) {
      throw new AssertionError(field.getFullName(), e);
    }
  }

  private static ArchCondition<JavaClass> haveNoArrayOfFloats() {
    return new ArchCondition<>("have no array of floats in a field or a signature") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getFields().stream()
            .filter(f -> isFloats(f.getRawType()))
            .forEach(f -> events.add(SimpleConditionEvent.violated(f, f.getFullName())));
        type.getCodeUnits().stream()
            .filter(
                u ->
                    isFloats(u.getRawReturnType())
                        || u.getRawParameterTypes().stream().anyMatch(t -> isFloats(t)))
            .forEach(u -> events.add(SimpleConditionEvent.violated(u, u.getFullName())));
      }
    };
  }

  private static boolean isFloats(JavaClass type) {
    return type.isArray() && type.getBaseComponentType().isEquivalentTo(float.class);
  }

  private static DescribedPredicate<JavaClass> inPackage(String relative) {
    return describe("in " + relative, c -> c.getPackageName().equals(absolute(relative)));
  }

  private static boolean isForbidden(JavaClass target, String own, Set<String> allowed) {
    String name = target.getBaseComponentType().getPackageName();
    if (!name.equals(ENGINE) && !name.startsWith(ENGINE + ".")) {
      return false;
    }
    String relative = relative(name);
    return !relative.equals(own) && !allowed.contains(relative);
  }

  private static String absolute(String relative) {
    return relative.isEmpty() ? ENGINE : ENGINE + "." + relative;
  }

  private static String relative(String name) {
    return name.equals(ENGINE) ? "" : name.substring(ENGINE.length() + 1);
  }
}
