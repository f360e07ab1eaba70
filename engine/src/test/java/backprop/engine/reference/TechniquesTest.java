// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.network.Catalogs;
import backprop.engine.text.Description;
import backprop.engine.text.Names;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever describes itself can be found in the reference. */
class TechniquesTest {
  @Test
  void everyDescribedClassIsInACatalogOrATechnique() {
    Set<String> described =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("backprop.engine")
                .stream()
                .filter(c -> c.isAnnotatedWith(Description.class))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(described.size() > 100, described.size() + " classes were found");
    Set<String> listed = new TreeSet<>();
    Catalogs.texts()
        .catalogs()
        .forEach(c -> c.entries().forEach(e -> listed.add(e.prototype().getClass().getName())));
    Techniques.all().forEach(c -> listed.add(c.getName()));
    assertEquals(described, listed);
  }

  @Test
  void eachHasItsSection() {
    String page = Techniques.markdown();
    for (Class<?> c : Techniques.all()) {
      assertTrue(page.contains("technique `" + Names.of(c) + "`"), c::getName);
      assertTrue(page.contains("- Class: `" + c.getName()), c::getName);
    }
  }
}
