// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

/** Plain text in labels that break lines. */
final class Html {
  private Html() {}

  static String escape(String s) {
    return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** A label's text that breaks lines at a width in pixels. */
  static String wrapped(String s, int width) {
    return "<html><div style='width:" + width + "px'>" + escape(s) + "</div></html>";
  }
}
