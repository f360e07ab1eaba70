// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.layer.Layer;
import backprop.engine.network.Catalogs;
import backprop.engine.optimize.Optimization;
import backprop.engine.text.Catalog;
import backprop.engine.text.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
  private static final CatalogKind<Layer> LAYERS = new CatalogKind<>(Layer.class, true, true);
  private static final CatalogKind<Optimization> OPTIMIZER =
      new CatalogKind<>(Optimization.class, false, true);

  private static List<String> at(CatalogKind<?> kind, String before, String after) {
    return Completion.at(kind, before + after, before.length()).proposals().stream()
        .map(Completion.Proposal::text)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "den                          | dense()",
        "dense(64, rel                | relu",
        "dense(64, activation=        | relu",
        "dense(64), drop              | dropout",
        "residual(dense(8), dense(8, ta | tanh",
        "residual(layers=[dense(8), den | dense()",
        "conv2d(8, 3, padding=        | same",
        "dense(64, wei                | weights=",
      })
  void proposesWhatMayStandThere(String before, String proposed) {
    List<String> found = at(LAYERS, before, "");
    assertTrue(found.contains(proposed), found.toString());
  }

  @Test
  void proposesTheOptionsThatAreStillToCome() {
    List<String> found = at(OPTIMIZER, "adamw(0.01, ", ")");
    assertTrue(found.contains("weight-decay="), found.toString());
    assertTrue(!found.contains("rate="), found.toString());
    assertTrue(at(OPTIMIZER, "adam(rate=co", "").contains("cosine()"), "a schedule");
  }

  @Test
  void proposesAutoForAWholeTextOnly() {
    assertEquals("auto", at(LAYERS, "a", "").get(0));
    assertTrue(!at(LAYERS, "dense(3), a", "").contains("auto"));
  }

  @Test
  void proposesNothingForNumbersOrWithinQuotes() {
    assertEquals(List.of(), at(LAYERS, "dropout(0.", ""));
    assertEquals(List.of(), at(LAYERS, "dense(\"re", ""));
    assertEquals(List.of(), at(LAYERS, "nothing(re", ""));
  }

  @Test
  void everyProposedNameIsRead() {
    for (Catalog<?> c : Catalogs.texts().catalogs()) {
      for (Entry<?> e : c.entries()) {
        CatalogKind<?> kind = CatalogKind.one(c.type());
        assertTrue(
            at(kind, e.name(), "").stream().anyMatch(p -> p.replace("()", "").equals(e.name())),
            e.name());
        String text = Catalogs.texts().print(e.prototype());
        assertEquals(null, kind.read(text).problem(), text);
      }
    }
  }
}
