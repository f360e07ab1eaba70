// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import backprop.engine.text.Entry;
import backprop.weka.options.Setting;
import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.DefaultListCellRenderer;
import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSplitPane;
import javax.swing.ListSelectionModel;

/**
 * Edits a text of catalogue entries in two views that stay in step: the text above; below, the
 * entries as a list with add, duplicate, move and remove (for one entry: all that could be chosen),
 * and the fields of the selected one.
 */
final class CatalogPanel<T> {
  private final CatalogKind<T> kind;
  private final CatalogTextArea text;
  private final EntryForm form = new EntryForm(this::replace);
  private final DefaultListModel<String> items = new DefaultListModel<>();
  private final JList<String> list = new JList<>(items);
  private final JComboBox<String> names = new JComboBox<>();
  private final JPanel panel = new JPanel(new BorderLayout(6, 6));
  private JButton adding;
  private final List<JButton> needItem = new ArrayList<>();
  private final Consumer<String> listener;
  private List<T> values = List.of();
  private boolean showing;

  /**
   * @param listener is told every new text, whether it can be read or not
   */
  CatalogPanel(CatalogKind<T> kind, String initial, Consumer<String> listener) {
    this.kind = kind;
    this.listener = listener;
    this.text = new CatalogTextArea(kind, this::typed);
    list.setName("catalog-list");
    list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    list.setFont(new Font(Font.MONOSPACED, Font.PLAIN, 13));
    list.addListSelectionListener(
        e -> {
          if (!e.getValueIsAdjusting() && !showing) {
            selected();
          }
        });
    list.setCellRenderer(tips(kind));
    JPanel left = new JPanel(new BorderLayout(4, 4));
    JScrollPane scroll = new JScrollPane(list);
    scroll.setPreferredSize(new Dimension(300, 210));
    left.add(scroll, BorderLayout.CENTER);
    if (kind.list()) {
      left.add(adder(), BorderLayout.NORTH);
      left.add(buttons(), BorderLayout.SOUTH);
    } else {
      if (kind.automatic()) {
        items.addElement(Setting.AUTO);
      }
      kind.catalog().names().forEach(items::addElement);
    }
    form.view().setPreferredSize(new Dimension(380, 240));
    JSplitPane split = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, left, form.view());
    split.setResizeWeight(0.4);
    split.setBorder(BorderFactory.createEmptyBorder());
    panel.add(text.view(), BorderLayout.NORTH);
    panel.add(split, BorderLayout.CENTER);
    text.show(initial);
    read(0);
  }

  JComponent view() {
    return panel;
  }

  CatalogTextArea text() {
    return text;
  }

  /** Replaces everything, as if it had been typed. */
  void set(String newText) {
    text.show(newText);
    typed(newText);
  }

  private static DefaultListCellRenderer tips(CatalogKind<?> kind) {
    return new DefaultListCellRenderer() {
      private static final long serialVersionUID = 1L;

      @Override
      public Component getListCellRendererComponent(
          JList<?> shown, Object value, int index, boolean selected, boolean focus) {
        super.getListCellRendererComponent(shown, value, index, selected, focus);
        String name = String.valueOf(value).replaceFirst("\\(.*", "");
        setToolTipText(kind.catalog().entry(name).map(Entry::description).orElse(null));
        return this;
      }
    };
  }

  private JComponent adder() {
    kind.catalog().names().forEach(names::addItem);
    names.setName("catalog-names");
    names.setMaximumRowCount(20);
    names.setRenderer(tips(kind));
    JButton add = new JButton("Add");
    add.setName("catalog-add");
    add.setToolTipText("Adds the chosen " + kind.catalog().kind() + " behind the selected one");
    add.addActionListener(e -> add());
    adding = add;
    JPanel row = new JPanel(new BorderLayout(4, 0));
    row.add(names, BorderLayout.CENTER);
    row.add(add, BorderLayout.EAST);
    return row;
  }

  private JComponent buttons() {
    JPanel row = new JPanel(new FlowLayout(FlowLayout.LEFT, 4, 0));
    row.add(button("Duplicate", () -> insert(list.getSelectedIndex() + 1, current())));
    row.add(button("Up", () -> move(-1)));
    row.add(button("Down", () -> move(1)));
    row.add(button("Remove", this::remove));
    if (kind.automatic()) {
      JButton auto = button("Auto", () -> set(Setting.AUTO));
      auto.setToolTipText("Leaves the choice to the data");
      needItem.remove(auto);
      row.add(auto);
    }
    return row;
  }

  private JButton button(String name, Runnable action) {
    JButton b = new JButton(name);
    b.setName("catalog-" + name.toLowerCase(java.util.Locale.ROOT));
    b.setMargin(new java.awt.Insets(2, 6, 2, 6));
    b.addActionListener(e -> action.run());
    needItem.add(b);
    return b;
  }

  private T current() {
    int at = kind.list() ? list.getSelectedIndex() : 0;
    return at >= 0 && at < values.size() ? values.get(at) : null;
  }

  private void add() {
    T prototype =
        kind.catalog().entry(String.valueOf(names.getSelectedItem())).orElseThrow().prototype();
    int at = list.getSelectedIndex();
    insert(at < 0 ? values.size() : at + 1, prototype);
  }

  private void insert(int at, T value) {
    if (value != null) {
      List<T> changed = new ArrayList<>(values);
      changed.add(at, value);
      write(changed, at);
    }
  }

  private void move(int by) {
    int at = list.getSelectedIndex();
    int to = at + by;
    if (at >= 0 && to >= 0 && to < values.size()) {
      List<T> changed = new ArrayList<>(values);
      changed.add(to, changed.remove(at));
      write(changed, to);
    }
  }

  private void remove() {
    int at = list.getSelectedIndex();
    if (at >= 0) {
      List<T> changed = new ArrayList<>(values);
      changed.remove(at);
      write(changed, Math.min(at, changed.size() - 1));
    }
  }

  /** The form has made another entry of the selected one. */
  private void replace(Object value) {
    List<T> changed = new ArrayList<>(values);
    int at = kind.list() ? list.getSelectedIndex() : 0;
    if (at < 0 || at >= changed.size()) {
      return;
    }
    changed.set(at, kind.type().cast(value));
    values = List.copyOf(changed);
    if (kind.list()) {
      showing = true;
      items.set(at, kind.printOne(values.get(at)));
      showing = false;
    }
    text.show(kind.print(values));
    text.problem(null);
    listener.accept(text.text());
  }

  /** The list has changed. */
  private void write(List<T> changed, int select) {
    text.show(kind.print(changed));
    read(select);
    listener.accept(text.text());
  }

  /** The text has changed. */
  private void typed(String now) {
    if (now.equals(text.text())) {
      read(Math.max(0, list.getSelectedIndex()));
      listener.accept(now);
    }
  }

  /** Brings the list in step with the text. */
  private void read(int select) {
    CatalogKind.Reading<T> r = kind.read(text.text());
    text.problem(r.problem());
    boolean readable = r.problem() == null;
    list.setEnabled(readable);
    names.setEnabled(readable);
    if (adding != null) {
      adding.setEnabled(readable);
    }
    if (!readable) {
      needItem.forEach(b -> b.setEnabled(false));
      form.show(null, null, "The text cannot be read: its problem is told below it.");
      return;
    }
    values = r.values();
    showing = true;
    if (kind.list()) {
      items.clear();
      values.forEach(v -> items.addElement(kind.printOne(v)));
      list.setSelectedIndex(Math.min(select, values.size() - 1));
    } else if (values.isEmpty()) {
      list.setSelectedValue(Setting.AUTO, true);
    } else {
      list.setSelectedValue(kind.catalog().entryOf(values.get(0)).orElseThrow().name(), true);
    }
    showing = false;
    showForm(r.automatic());
  }

  private void showForm(boolean automatic) {
    T value = current();
    needItem.forEach(b -> b.setEnabled(value != null));
    String kindName = kind.catalog().kind();
    if (value == null) {
      form.show(
          null,
          null,
          automatic
              ? "auto: chosen from the data. To choose by yourself, "
                  + (kind.list() ? "add a " + kindName + "." : "take one from the list.")
              : "There is no " + kindName + ".");
    } else {
      form.show(kind.catalog().entryOf(value).orElseThrow(), value, "");
    }
  }

  /** Another item of the list was selected; where there is one entry only, it is another one. */
  private void selected() {
    if (kind.list()) {
      showForm(kind.read(text.text()).automatic());
      return;
    }
    String name = list.getSelectedValue();
    boolean same =
        name == null
            || (!values.isEmpty()
                && kind.catalog().entryOf(values.get(0)).orElseThrow().name().equals(name));
    if (!same && name.equals(Setting.AUTO) && kind.catalog().entry(name).isEmpty()) {
      if (!kind.read(text.text()).automatic()) {
        set(Setting.AUTO);
      }
    } else if (!same) {
      write(List.of(kind.catalog().entry(name).orElseThrow().prototype()), 0);
    }
  }

  /** A label with a heading. */
  static JLabel heading(String s) {
    JLabel label = new JLabel(s);
    label.setFont(label.getFont().deriveFont(Font.BOLD));
    return label;
  }
}
