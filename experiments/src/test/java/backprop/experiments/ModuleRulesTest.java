// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.experiments;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Who of engine, gpu, plugin and experiments may know whom and which libraries. This module sees
 * them all. The engine's inner structure has its own rules in the engine.
 */
final class ModuleRulesTest {

  private static final String CLASSIFIER = "weka.classifiers.functions.BackpropNetwork";

  private static final Set<String> SCHEMES =
      Set.of(
          CLASSIFIER,
          "weka.attributeSelection.BackpropAttributeEval",
          "weka.clusterers.BackpropAnomaly",
          "weka.core.converters.ImageDirectoryLoader",
          "weka.filters.unsupervised.attribute.BackpropFeatures",
          "weka.filters.unsupervised.attribute.BackpropWindow");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importLocations(ownPlaces());

  /** Our modules on the class path: folders of classes, or jars once they are packaged. */
  private static Set<Location> ownPlaces() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::exists)
        .filter(
            place ->
                Files.isDirectory(place) || place.getFileName().toString().startsWith("backprop-"))
        .map(
            place ->
                Files.isDirectory(place)
                    ? Location.of(place)
                    : Location.of(URI.create("jar:" + place.toUri() + "!/")))
        .collect(Collectors.toSet());
  }

  @Test
  void allModulesAreRead() {
    assertTrue(CLASSES.contain(CLASSIFIER));
    for (String name : new String[] {"backprop.engine", "backprop.weka", "backprop.experiments"}) {
      assertTrue(CLASSES.containPackage(name), name);
    }
  }

  @Test
  void modulesKnowOnlyThoseBelow() {
    noClasses()
        .that()
        .resideInAPackage("backprop.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "backprop.opencl..", "backprop.weka..", "backprop.experiments..", "weka..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage("backprop.weka..", "weka..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("backprop.experiments..")
        .check(CLASSES);
  }

  @Test
  void devicesAreFoundAsServicesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("backprop.opencl..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("backprop.opencl..", "org.jocl..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("backprop.opencl..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("backprop.weka..", "backprop.experiments..", "weka..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void osgiIsSeenByItsPackageOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("backprop.weka.osgi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.osgi..", "backprop.weka.osgi..")
        .check(CLASSES);
  }

  /** Weka finds schemes by their packages; all that they do is done elsewhere. */
  @Test
  void onlySchemesLiveInWekasPackages() {
    noClasses()
        .that(describe("are no schemes, nor their bean infos", type -> !isScheme(type)))
        .should()
        .resideInAPackage("weka..")
        .check(CLASSES);
  }

  /** Java looks for the editors of a bean's properties beside the bean. */
  private static boolean isScheme(JavaClass type) {
    return SCHEMES.contains(type.getName().replaceFirst("BeanInfo$", ""));
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
        .and()
        .resideOutsideOfPackage("weka..")
        .should()
        .haveModifier(JavaModifier.FINAL)
        .orShould()
        .haveModifier(JavaModifier.ABSTRACT)
        .check(CLASSES);
  }

  @Test
  void staticFieldsAreFinal() {
    fields()
        .that()
        .areStatic()
        .and(describe("are written in the source", f -> !f.getName().startsWith("$")))
        .should()
        .beFinal()
        .check(CLASSES);
  }
}
