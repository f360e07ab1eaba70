// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import backprop.engine.text.Entry;
import backprop.engine.text.Property;
import backprop.engine.text.ValueType;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Font;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextField;
import javax.swing.UIManager;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;

/**
 * The options of one catalogue entry as fields. Tells a new entry whenever all fields are allowed;
 * else says why not, in one sentence.
 */
final class EntryForm {
  private static final int WIDTH = 260;

  private final Consumer<Object> changed;
  private final JPanel fields = new JPanel(new GridBagLayout());
  private final JPanel panel = new JPanel(new BorderLayout(0, 4));
  private final JLabel about = new JLabel();
  private final JLabel message = new JLabel(" ");
  private final List<Supplier<String>> texts = new ArrayList<>();
  private final List<JTextField> boxes = new ArrayList<>();
  private Entry<?> entry;

  EntryForm(Consumer<Object> changed) {
    this.changed = changed;
    about.setName("entry-about");
    about.setFont(about.getFont().deriveFont(Font.PLAIN));
    message.setName("entry-message");
    message.setForeground(CatalogTextArea.BAD);
    JPanel top = new JPanel(new BorderLayout(0, 8));
    about.setBorder(BorderFactory.createEmptyBorder(2, 6, 0, 6));
    top.add(about, BorderLayout.NORTH);
    top.add(fields, BorderLayout.CENTER);
    JPanel upper = new JPanel(new BorderLayout());
    upper.add(top, BorderLayout.NORTH);
    JScrollPane scroll = new JScrollPane(upper);
    scroll.setBorder(BorderFactory.createLineBorder(new Color(0xc0c0c0)));
    panel.add(scroll, BorderLayout.CENTER);
    panel.add(message, BorderLayout.SOUTH);
    show(null, null, "");
  }

  JComponent view() {
    return panel;
  }

  /** Shows an entry with the values of one of its kind; or, without an entry, a sentence. */
  void show(Entry<?> shown, Object value, String otherwise) {
    entry = shown;
    fields.removeAll();
    texts.clear();
    boxes.clear();
    message.setText(" ");
    about.setText(shown == null ? Html.wrapped(otherwise, WIDTH) : description(shown));
    if (shown != null) {
      List<Property> properties = shown.properties();
      for (int i = 0; i < properties.size(); i++) {
        add(properties.get(i), properties.get(i).of(value), i);
      }
    }
    fields.revalidate();
    panel.repaint();
  }

  private static String description(Entry<?> e) {
    StringBuilder s = new StringBuilder("<html><div style='width:" + WIDTH + "px'><b>");
    s.append(e.name()).append("</b><br>").append(Html.escape(e.description()));
    if (!e.formula().isEmpty()) {
      s.append("<br><i>").append(Html.escape(e.formula())).append("</i>");
    }
    return s.append("</div></html>").toString();
  }

  private void add(Property p, Object value, int row) {
    String text = CatalogKind.texts(p.type().raw()).valueText(p, value);
    JLabel label = new JLabel(p.name() + (p.unit().isEmpty() ? "" : " (" + p.unit() + ")"));
    String tip = Html.wrapped(Completion.tip(p), WIDTH);
    JComponent field = field(p, text);
    label.setToolTipText(tip);
    field.setToolTipText(tip);
    GridBagConstraints c = new GridBagConstraints();
    c.gridy = row;
    c.insets = new Insets(3, 6, 3, 6);
    c.anchor = GridBagConstraints.WEST;
    fields.add(label, c);
    c.weightx = 1;
    c.fill = GridBagConstraints.HORIZONTAL;
    fields.add(field, c);
  }

  private JComponent field(Property p, String text) {
    ValueType type = p.type();
    if (type.form() == ValueType.Form.BOOLEAN && !type.list() && !type.optional()) {
      JCheckBox box = new JCheckBox("", text.equals("true"));
      box.setName("field-" + p.name());
      box.addActionListener(e -> tell());
      texts.add(() -> String.valueOf(box.isSelected()));
      boxes.add(null);
      return box;
    }
    if (type.form() == ValueType.Form.CHOICE && !type.list() && !type.optional()) {
      JComboBox<String> box = new JComboBox<>(type.choices().toArray(new String[0]));
      box.setName("field-" + p.name());
      box.setSelectedItem(text);
      box.addActionListener(e -> tell());
      texts.add(() -> String.valueOf(box.getSelectedItem()));
      boxes.add(null);
      return box;
    }
    JTextField box = new JTextField(text, 12);
    box.setName("field-" + p.name());
    box.getDocument().addDocumentListener(new Typing());
    texts.add(box::getText);
    boxes.add(box);
    if (type.form() != ValueType.Form.ENTRY) {
      return box;
    }
    JButton more = new JButton("Edit...");
    more.setName("edit-" + p.name());
    more.setMargin(new Insets(1, 6, 1, 6));
    more.addActionListener(e -> edit(p, box));
    JPanel both = new JPanel(new BorderLayout(4, 0));
    both.add(box, BorderLayout.CENTER);
    both.add(more, BorderLayout.EAST);
    both.add(Box.createVerticalStrut(1), BorderLayout.SOUTH);
    return both;
  }

  private void edit(Property p, JTextField box) {
    Class<?> raw = p.type().raw();
    CatalogKind<?> kind = p.type().list() ? CatalogKind.many(raw) : CatalogKind.one(raw);
    CatalogDialog.edit(box, p.name(), kind, box.getText(), null).ifPresent(box::setText);
  }

  private final class Typing implements DocumentListener {
    @Override
    public void insertUpdate(DocumentEvent e) {
      tell();
    }

    @Override
    public void removeUpdate(DocumentEvent e) {
      tell();
    }

    @Override
    public void changedUpdate(DocumentEvent e) {
      // Plain text has no attributes.
    }
  }

  private void tell() {
    List<Property> properties = entry.properties();
    Object[] values = new Object[properties.size()];
    Color usual = UIManager.getColor("TextField.foreground");
    String problem = null;
    for (int i = 0; i < values.length; i++) {
      String wrong = null;
      try {
        values[i] =
            CatalogKind.texts(properties.get(i).type().raw())
                .parseValue(properties.get(i), texts.get(i).get());
      } catch (IllegalArgumentException e) {
        wrong = properties.get(i).name() + ", " + e.getMessage();
      }
      if (boxes.get(i) != null) {
        boxes.get(i).setForeground(wrong == null ? usual : CatalogTextArea.BAD);
      }
      problem = problem == null ? wrong : problem;
    }
    if (problem == null) {
      try {
        Object value = entry.create(values);
        message.setText(" ");
        changed.accept(value);
        return;
      } catch (IllegalArgumentException e) {
        problem = e.getMessage();
      }
    }
    message.setText(problem);
    message.setToolTipText(problem);
  }
}
