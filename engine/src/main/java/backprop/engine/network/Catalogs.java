// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

import backprop.engine.loss.CrossEntropy;
import backprop.engine.loss.Huber;
import backprop.engine.loss.Loss;
import backprop.engine.loss.MeanAbsoluteError;
import backprop.engine.loss.MeanSquaredError;
import backprop.engine.text.Catalog;
import backprop.engine.text.Texts;

/**
 * Everything that can be named in text: one catalogue per kind, one line per entry. Files, command
 * lines, GUI editors, the reference and the contract tests are driven by these lists.
 */
public final class Catalogs {
  private static final Texts TEXTS = Texts.of(losses());

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

  private static Catalog<Loss> losses() {
    return Catalog.of(
        "loss",
        Loss.class,
        new CrossEntropy(0),
        new MeanSquaredError(),
        new MeanAbsoluteError(),
        new Huber(1));
  }
}
