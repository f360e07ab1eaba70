// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Container;
import java.awt.Insets;
import java.awt.event.MouseEvent;
import javax.swing.InputVerifier;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.ToolTipManager;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;

/**
 * One line of text in a property sheet that becomes the editor's value while it is typed. What is
 * not allowed turns red with the reason as its tip, and whoever leaves the field with it gets the
 * reason in a dialog, and the field again.
 */
final class EntryField {
  private final TextEditor editor;
  private final JTextField field;
  private final Color usual;
  private final JPanel panel = new JPanel(new BorderLayout(3, 0));
  private boolean telling;

  /**
   * @param editor holds the value
   * @param edit opens a larger editor and returns its text; null for none
   */
  EntryField(TextEditor editor, TextEditor.Larger edit) {
    this.editor = editor;
    this.field = new Field(editor.getAsText());
    this.usual = field.getForeground();
    ToolTipManager.sharedInstance().registerComponent(field);
    field.setName("option-" + editor.name());
    field.setCaretPosition(0);
    panel.add(field, BorderLayout.CENTER);
    if (edit != null) {
      JButton more = new JButton("Edit...");
      more.setName("edit-" + editor.name());
      more.setMargin(new Insets(1, 6, 1, 6));
      more.setVerifyInputWhenFocusTarget(false);
      more.addActionListener(e -> field.setText(edit.edit(panel, field.getText())));
      panel.add(more, BorderLayout.EAST);
    }
    field.getDocument().addDocumentListener(new Typing());
    field.setInputVerifier(new Verifier());
    field.addActionListener(e -> refuse());
    editor.addPropertyChangeListener(
        e -> {
          if (!telling && !editor.getAsText().equals(field.getText())) {
            field.setText(editor.getAsText());
          }
        });
  }

  JPanel panel() {
    return panel;
  }

  private String problem() {
    return editor.problem(field.getText());
  }

  private void typed() {
    String problem = problem();
    field.setForeground(problem == null ? usual : CatalogTextArea.BAD);
    field.setToolTipText(problem);
    if (problem == null) {
      telling = true;
      editor.setAsText(field.getText());
      telling = false;
    }
  }

  /** Says what is wrong, if anything is. */
  private boolean refuse() {
    String problem = problem();
    if (problem != null) {
      JOptionPane.showMessageDialog(
          field, Html.wrapped(problem, 380), "Not allowed", JOptionPane.WARNING_MESSAGE);
    }
    return problem != null;
  }

  /** Has the tip that the sheet gives to what is around it, unless it has one of its own. */
  private static final class Field extends JTextField {
    private static final long serialVersionUID = 1L;

    Field(String text) {
      super(text, 24);
    }

    @Override
    public String getToolTipText(MouseEvent e) {
      String tip = getToolTipText();
      for (Container c = getParent(); tip == null && c != null; c = c.getParent()) {
        tip = c instanceof JComponent j ? j.getToolTipText() : null;
      }
      return tip == null ? null : Html.wrapped(tip, 300);
    }
  }

  private final class Typing implements DocumentListener {
    @Override
    public void insertUpdate(DocumentEvent e) {
      typed();
    }

    @Override
    public void removeUpdate(DocumentEvent e) {
      typed();
    }

    @Override
    public void changedUpdate(DocumentEvent e) {
      // Plain text has no attributes.
    }
  }

  private final class Verifier extends InputVerifier {
    @Override
    public boolean verify(JComponent input) {
      return problem() == null;
    }

    @Override
    public boolean shouldYieldFocus(JComponent source, JComponent target) {
      if (target instanceof JButton b && "Cancel".equals(b.getText())) {
        return true;
      }
      return !refuse();
    }
  }
}
