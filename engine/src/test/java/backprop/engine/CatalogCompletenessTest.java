// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import backprop.engine.network.Catalogs;
import backprop.engine.text.Catalog;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A thing that can be named in a text is in its catalogue, or nobody finds it. */
@Tag("once")
final class CatalogCompletenessTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("backprop.engine");

  static List<Catalog<?>> catalogs() {
    return Catalogs.texts().catalogs();
  }

  @Test
  void thereAreCatalogs() {
    assertFalse(catalogs().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("catalogs")
  void holdsEveryPublicRecordOfItsKind(Catalog<?> catalog) {
    Set<String> written =
        CLASSES.stream()
            .filter(c -> c.isAssignableTo(catalog.type()) && c.isRecord())
            .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
            .map(JavaClass::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> listed =
        catalog.entries().stream()
            .map(entry -> entry.prototype().getClass().getName())
            .filter(name -> name.startsWith("backprop.engine."))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(written, listed, "catalogue of kind " + catalog.kind());
  }
}
