// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import javax.swing.DefaultListCellRenderer;
import javax.swing.JList;

/**
 * Layers to start from.
 *
 * @param name what they are for
 * @param text the layers
 */
record Example(String name, String text) {
  /** One for each common kind of data. */
  static Example[] layers() {
    return new Example[] {
      new Example("auto: chosen from the data", "auto"),
      new Example("none: a linear model", "none"),
      new Example("table, wide", "dense(256, relu), dropout(0.2)"),
      new Example(
          "table, deep",
          "dense(128, relu), residual(dense(128, relu), dense(128)), layer-norm, dropout(0.1)"),
      new Example("table of nominal attributes: embeddings", "embeddings, dense(64, relu)"),
      new Example(
          "image of 28 x 28 gray pixels",
          "reshape(28, 28, 1), conv2d(16, 3, relu), max-pool(2), conv2d(32, 3, relu),"
              + " max-pool(2), dense(64, relu), dropout(0.2)"),
      new Example("sequence of 12 steps of 4 numbers", "reshape(12, 4), gru(32), dense(16, relu)"),
    };
  }

  static DefaultListCellRenderer renderer() {
    return new DefaultListCellRenderer() {
      private static final long serialVersionUID = 1L;

      @Override
      public java.awt.Component getListCellRendererComponent(
          JList<?> list, Object value, int index, boolean selected, boolean focus) {
        String shown = value instanceof Example p ? p.name : "Examples...";
        return super.getListCellRendererComponent(list, shown, index, selected, focus);
      }
    };
  }
}
