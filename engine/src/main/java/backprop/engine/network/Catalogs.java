// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.text.Texts;

/**
 * Everything that can be named in text: one catalogue per kind, one line per entry. Files, command
 * lines, GUI editors, the reference and the contract tests are driven by these lists.
 */
public final class Catalogs {
  private static final Texts TEXTS =
      Texts.of(
          LayerCatalog.entries(),
          PaddingCatalog.entries(),
          ActivationCatalog.entries(),
          LossCatalog.entries(),
          OptimizerCatalog.entries(),
          ScheduleCatalog.entries(),
          RegularizerCatalog.entries(),
          InitializerCatalog.entries(),
          MetricCatalog.entries(),
          AugmentationCatalog.entries());

  private Catalogs() {}

  /** All catalogues with their one text form. */
  public static Texts texts() {
    return TEXTS;
  }

  /** The text of a catalogued thing, such as {@code dense(64, relu)}; {@link #parse} reads it. */
  public static <T> String print(Class<T> kind, T thing) {
    return TEXTS.print(kind, thing);
  }

  /**
   * The thing that a text describes.
   *
   * @throws backprop.engine.text.TextException with a column and the nearest known name
   */
  public static <T> T parse(Class<T> kind, String text) {
    return TEXTS.parse(kind, text);
  }
}
