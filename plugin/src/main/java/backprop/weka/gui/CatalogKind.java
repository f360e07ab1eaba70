// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import backprop.engine.network.Catalogs;
import backprop.engine.text.Catalog;
import backprop.engine.text.TextException;
import backprop.engine.text.Texts;
import backprop.weka.options.Setting;
import backprop.weka.preset.Preset;
import backprop.weka.preset.Presets;
import java.util.List;

/**
 * What a text names: one entry of a catalogue, or several.
 *
 * @param type the kind of entry, such as {@code Layer}
 * @param list whether the text is a list of entries
 * @param automatic whether the word {@code auto} may stand instead
 */
record CatalogKind<T>(Class<T> type, boolean list, boolean automatic) {

  /**
   * What a text says.
   *
   * @param automatic whether it is the word {@code auto}
   * @param values its entries; empty where it has a problem
   * @param problem why it cannot be read; null where it can
   */
  record Reading<T>(boolean automatic, List<T> values, TextException problem) {}

  static <T> CatalogKind<T> one(Class<T> type) {
    return new CatalogKind<>(type, false, false);
  }

  static <T> CatalogKind<T> many(Class<T> type) {
    return new CatalogKind<>(type, true, false);
  }

  Texts texts() {
    return texts(type);
  }

  /** The texts of a kind. */
  static Texts texts(Class<?> type) {
    return type == Preset.class ? Presets.texts() : Catalogs.texts();
  }

  Catalog<T> catalog() {
    return texts().catalog(type);
  }

  Reading<T> read(String text) {
    if (automatic && text.strip().equals(Setting.AUTO)) {
      return new Reading<>(true, List.of(), null);
    }
    try {
      List<T> values = list ? texts().parseList(type, text) : List.of(texts().parse(type, text));
      return new Reading<>(false, values, null);
    } catch (TextException e) {
      return new Reading<>(false, List.of(), e);
    }
  }

  /** The text of entries: as {@link #read} reads it. */
  String print(List<T> values) {
    return list ? texts().printList(type, values) : printOne(values.get(0));
  }

  String printOne(T value) {
    return texts().print(type, value);
  }
}
