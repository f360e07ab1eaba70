// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import backprop.weka.options.Setting;
import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dialog;
import java.awt.FlowLayout;
import java.awt.Window;
import java.util.Optional;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;

/** A window that edits a text of catalogue entries; OK only takes what can be read. */
final class CatalogDialog<T> {
  private final CatalogKind<T> kind;
  private final JDialog window;
  private final JButton ok = new JButton("OK");
  private final CatalogPanel<T> panel;
  private final LayerPreview preview;
  private Optional<String> answer = Optional.empty();

  private CatalogDialog(
      Component parent,
      String title,
      CatalogKind<T> kind,
      String text,
      Setting setting,
      Example[] examples) {
    this.kind = kind;
    Window owner = parent == null ? null : SwingUtilities.getWindowAncestor(parent);
    this.window = new JDialog(owner, title, Dialog.ModalityType.DOCUMENT_MODAL);
    window.setName("catalog-dialog");
    window.setDefaultCloseOperation(JDialog.DISPOSE_ON_CLOSE);
    this.preview =
        setting == Setting.LAYERS || setting == Setting.PRESET
            ? new LayerPreview(setting, window, owner)
            : null;
    this.panel = new CatalogPanel<>(kind, text, this::changed);
    JPanel content = new JPanel(new BorderLayout(6, 6));
    content.setBorder(BorderFactory.createEmptyBorder(8, 8, 8, 8));
    content.add(panel.view(), BorderLayout.CENTER);
    if (preview != null) {
      content.add(preview.view(), BorderLayout.EAST);
    }
    content.add(buttons(examples), BorderLayout.SOUTH);
    window.setContentPane(content);
    changed(text);
  }

  /**
   * Edits a text.
   *
   * @param parent what the window belongs to
   * @param setting the option whose whole text it is, of which layers and preset get a preview;
   *     null for a part of it
   * @param examples texts to start from
   * @return the new text; empty where the window was cancelled
   */
  static <T> Optional<String> edit(
      Component parent,
      String title,
      CatalogKind<T> kind,
      String text,
      Setting setting,
      Example... examples) {
    CatalogDialog<T> dialog = new CatalogDialog<>(parent, title, kind, text, setting, examples);
    dialog.window.pack();
    dialog.window.setLocationRelativeTo(parent);
    dialog.window.setVisible(true);
    return dialog.answer;
  }

  private JComponent buttons(Example[] examples) {
    JPanel row = new JPanel(new BorderLayout());
    if (examples.length > 0) {
      JComboBox<Example> box = new JComboBox<>(examples);
      box.setName("catalog-presets");
      box.setToolTipText("Layers to start from");
      box.insertItemAt(null, 0);
      box.setSelectedIndex(0);
      box.setRenderer(Example.renderer());
      box.addActionListener(
          e -> {
            if (box.getSelectedItem() instanceof Example p) {
              panel.set(p.text());
            }
          });
      JPanel left = new JPanel(new FlowLayout(FlowLayout.LEFT, 0, 0));
      left.add(box);
      row.add(left, BorderLayout.WEST);
    }
    JPanel right = new JPanel(new FlowLayout(FlowLayout.RIGHT, 6, 0));
    JButton cancel = new JButton("Cancel");
    ok.setName("catalog-ok");
    cancel.setName("catalog-cancel");
    ok.addActionListener(
        e -> {
          answer = Optional.of(panel.text().text().strip());
          window.dispose();
        });
    cancel.addActionListener(e -> window.dispose());
    right.add(ok);
    right.add(cancel);
    row.add(right, BorderLayout.EAST);
    return row;
  }

  private void changed(String text) {
    ok.setEnabled(kind.read(text).problem() == null);
    if (preview != null) {
      preview.show(text);
    }
  }
}
