// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.reference.Techniques;
import backprop.engine.text.Catalog;
import backprop.engine.text.Entry;
import backprop.engine.text.Property;
import backprop.engine.text.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReferencePageTest {
  private static final Path PAGE = Path.of("REFERENCE.md");
  private static final Texts TEXTS = Catalogs.texts();

  /** The page that is out of date is written anew, so that it only has to be committed. */
  @Test
  void theCommittedPageIsTheOneThatTheCodeMakes() throws IOException {
    String made = ReferencePage.markdown(TEXTS) + Techniques.markdown();
    String committed = Files.exists(PAGE) ? Files.readString(PAGE).replace("\r\n", "\n") : "";
    if (!made.equals(committed)) {
      Files.writeString(PAGE, made);
    }
    assertEquals(
        made,
        committed,
        "engine/REFERENCE.md was out of date. This run has rewritten it: look at the difference"
            + " and commit it.");
  }

  @Test
  void everyEntryAndEveryOptionIsOnThePage() {
    String page = ReferencePage.markdown(TEXTS);
    for (Catalog<?> c : TEXTS.catalogs()) {
      for (Entry<?> e : c.entries()) {
        String heading = "</a>" + c.kind() + " `" + e.name() + "`\n\n" + e.description() + "\n";
        int at = page.indexOf(heading);
        assertTrue(at >= 0, c.kind() + " " + e);
        int end = page.indexOf("\n### ", at);
        String section = page.substring(at, end < 0 ? page.length() : end);
        for (Property p : e.properties()) {
          assertTrue(section.contains("| `" + p.name() + "` | "), e + " " + p.name());
        }
      }
    }
  }

  @Test
  void everyEntryAndEveryOptionSaysWhatItIs() {
    for (Catalog<?> c : TEXTS.catalogs()) {
      for (Entry<?> e : c.entries()) {
        assertFalse(e.description().isBlank(), c.kind() + " " + e + " has no description");
        for (Property p : e.properties()) {
          assertFalse(p.tip().isBlank(), c.kind() + " " + e + ", option " + p.name());
        }
      }
    }
  }

  @Test
  void everyEntryHasAFormulaAndASource() {
    List<String> missing = new ArrayList<>();
    for (Catalog<?> c : TEXTS.catalogs()) {
      for (Entry<?> e : c.entries()) {
        if (e.formula().isBlank()) {
          missing.add("@Formula of " + c.kind() + " " + e);
        }
        if (e.source().isBlank()) {
          missing.add("@Source of " + c.kind() + " " + e);
        }
      }
    }
    assertEquals(List.of(), missing);
  }
}
