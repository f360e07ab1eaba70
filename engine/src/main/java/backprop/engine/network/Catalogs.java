// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.engine.network;

/** Everything that can be named in text, and its one text form. */
public final class Catalogs {
  private Catalogs() {}

  /** The text of a catalogued thing, such as {@code dense(64, relu), dropout(0.2)}. */
  public static String print(Object thing) {
    throw new IllegalStateException("the catalogues are not linked yet: " + thing);
  }

  /** The thing that a text describes. */
  public static <T> T parse(Class<T> kind, String text) {
    throw new IllegalStateException("the catalogues are not linked yet: " + kind + " " + text);
  }
}
