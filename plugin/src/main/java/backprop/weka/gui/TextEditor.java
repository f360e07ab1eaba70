// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import java.awt.Component;
import java.beans.PropertyEditorSupport;
import javax.swing.JPanel;
import weka.gui.CustomPanelSupplier;

/**
 * Edits a property of Weka's sheet as one line of text that is checked while it is typed. Weka's
 * own editors of numbers pass over in silence what they cannot read.
 */
public abstract class TextEditor extends PropertyEditorSupport implements CustomPanelSupplier {
  TextEditor() {}

  /** A word for the property. */
  abstract String name();

  /** Why a text is not allowed, in one sentence; null where it is. */
  abstract String problem(String text);

  /** Weka shows the panel that {@link #getCustomPanel} makes where both are true. */
  @Override
  public boolean isPaintable() {
    return true;
  }

  @Override
  public boolean supportsCustomEditor() {
    return true;
  }

  @Override
  public final JPanel getCustomPanel() {
    return new EntryField(this, larger()).panel();
  }

  /** A larger editor. */
  interface Larger {
    /** Edits a text in a window that belongs to a component; the new text. */
    String edit(Component parent, String text);
  }

  /** What opens a larger editor; null where there is none. */
  Larger larger() {
    return null;
  }
}
