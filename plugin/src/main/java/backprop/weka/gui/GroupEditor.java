// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import java.awt.Component;
import java.awt.Dialog;
import java.awt.Dimension;
import java.awt.Window;
import java.awt.event.HierarchyEvent;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import weka.gui.GenericObjectEditor;
import weka.gui.PropertyPanel;

/**
 * Weka's editor of objects for a group of options: a click opens the group's own sheet. There is no
 * other class to choose, so there is no button for it.
 */
public final class GroupEditor extends GenericObjectEditor {
  /** What Weka's panel lacks to show its text between its borders. */
  private static final int EXTRA_HEIGHT = 8;

  /** Made by Weka. */
  public GroupEditor() {}

  @Override
  public JPanel getCustomPanel() {
    JPanel panel = new PropertyPanel(this, true);
    panel.setName("group-" + name());
    Dimension d = panel.getPreferredSize();
    panel.setPreferredSize(new Dimension(d.width, d.height + EXTRA_HEIGHT));
    return panel;
  }

  /** The class's name as words: StoppingOptions is "stopping options". */
  private String name() {
    return getValue()
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public Component getCustomEditor() {
    boolean first = m_EditorComponent == null;
    Component editor = super.getCustomEditor();
    if (first) {
      editor.addHierarchyListener(
          e -> {
            Window window = SwingUtilities.getWindowAncestor(editor);
            if ((e.getChangeFlags() & HierarchyEvent.SHOWING_CHANGED) != 0
                && window instanceof Dialog d) {
              d.setTitle(name());
            }
          });
    }
    return editor;
  }
}
