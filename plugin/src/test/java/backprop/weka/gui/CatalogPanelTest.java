// SPDX-License-Identifier: GPL-3.0-or-later
package backprop.weka.gui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import backprop.engine.layer.Layer;
import backprop.engine.network.Catalogs;
import backprop.engine.optimize.Optimization;
import backprop.engine.text.Catalog;
import backprop.engine.text.Entry;
import java.util.ArrayList;
import java.util.List;
import javax.swing.AbstractButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Test;

/** Both views of the editor, without a window. */
class CatalogPanelTest {
  private final List<String> told = new ArrayList<>();
  private CatalogPanel<?> panel;

  private interface Step {
    void run() throws Exception;
  }

  private static void onEventThread(Step step) throws Exception {
    Throwable[] thrown = new Throwable[1];
    SwingUtilities.invokeAndWait(
        () -> {
          try {
            step.run();
          } catch (Exception | AssertionError e) {
            thrown[0] = e;
          }
        });
    // What the step left for later.
    SwingUtilities.invokeAndWait(() -> {});
    if (thrown[0] instanceof AssertionError e) {
      throw e;
    }
    if (thrown[0] instanceof Exception e) {
      throw e;
    }
  }

  private void open(CatalogKind<?> kind, String text) throws Exception {
    onEventThread(() -> panel = new CatalogPanel<>(kind, text, told::add));
  }

  private <C extends java.awt.Component> C part(Class<C> type, String name) {
    return Components.named(panel.view(), type, name);
  }

  private void press(String name) throws Exception {
    onEventThread(() -> part(AbstractButton.class, name).doClick());
  }

  private void select(int index) throws Exception {
    onEventThread(() -> part(JList.class, "catalog-list").setSelectedIndex(index));
  }

  private String text() {
    return part(JTextArea.class, "catalog-text").getText();
  }

  private static CatalogKind<Layer> layers() {
    return new CatalogKind<>(Layer.class, true, true);
  }

  @Test
  void listFollowsTheText() throws Exception {
    open(layers(), "dense(64, relu), dropout(0.2)");
    JList<?> list = part(JList.class, "catalog-list");
    assertEquals(2, list.getModel().getSize());
    onEventThread(() -> part(JTextArea.class, "catalog-text").append(", tanh"));
    // tanh is an activation, not a layer
    assertFalse(list.isEnabled());
    assertTrue(part(JLabel.class, "catalog-message").getText().startsWith("column 32"), text());
    onEventThread(
        () -> {
          JTextArea area = part(JTextArea.class, "catalog-text");
          area.setText(area.getText().replace("tanh", "layer-norm"));
        });
    assertTrue(list.isEnabled());
    assertEquals("layer-norm", list.getModel().getElementAt(2));
    assertEquals("dense(64, relu), dropout(0.2), layer-norm", told.get(told.size() - 1));
  }

  @Test
  void textFollowsTheList() throws Exception {
    open(layers(), "auto");
    onEventThread(() -> part(JComboBox.class, "catalog-names").setSelectedItem("dropout"));
    press("catalog-add");
    assertEquals("dropout", text());
    press("catalog-duplicate");
    onEventThread(() -> part(JTextField.class, "field-rate").setText("0.3"));
    assertEquals("dropout, dropout(0.3)", text());
    press("catalog-up");
    assertEquals("dropout(0.3), dropout", text());
    press("catalog-down");
    assertEquals("dropout, dropout(0.3)", text());
    select(0);
    press("catalog-remove");
    assertEquals("dropout(0.3)", text());
    press("catalog-remove");
    assertEquals("none", text());
    press("catalog-auto");
    assertEquals("auto", text());
  }

  @Test
  void aWrongFieldIsToldAndNotTaken() throws Exception {
    open(layers(), "dropout(0.2)");
    onEventThread(() -> part(JTextField.class, "field-rate").setText("2"));
    assertEquals("dropout(0.2)", text());
    String message = part(JLabel.class, "entry-message").getText();
    assertTrue(message.startsWith("rate, ") && message.contains("2"), message);
    onEventThread(() -> part(JTextField.class, "field-rate").setText("0.4"));
    assertEquals("dropout(0.4)", text());
    assertEquals(" ", part(JLabel.class, "entry-message").getText());
  }

  @Test
  void oneEntryIsChosenFromTheList() throws Exception {
    open(new CatalogKind<>(Optimization.class, false, true), "auto");
    JList<?> list = part(JList.class, "catalog-list");
    assertEquals("auto", list.getSelectedValue());
    onEventThread(() -> list.setSelectedValue("adam", true));
    assertEquals("adam", text());
    onEventThread(() -> part(JTextField.class, "field-rate").setText("cosine(0.02)"));
    assertEquals("adam(rate=cosine(0.02))", text());
    onEventThread(() -> list.setSelectedValue("auto", true));
    assertEquals("auto", text());
  }

  /** Whatever is in the catalogues has a form whose fields give back what they show. */
  @Test
  void everyEntryOfEveryCatalogHasAForm() throws Exception {
    for (Catalog<?> c : Catalogs.texts().catalogs()) {
      for (Entry<?> e : c.entries()) {
        String printed = Catalogs.texts().print(e.prototype());
        open(CatalogKind.one(c.type()), printed);
        told.clear();
        onEventThread(
            () -> {
              for (java.awt.Component f : Components.all(panel.view())) {
                String name = String.valueOf(f.getName());
                if (name.startsWith("field-") && f instanceof JTextField t) {
                  t.setText(t.getText());
                } else if (name.startsWith("field-") && f instanceof JCheckBox box) {
                  box.doClick();
                  box.doClick();
                }
              }
            });
        assertEquals(" ", part(JLabel.class, "entry-message").getText(), printed);
        assertEquals(printed, text());
        assertEquals(fields() > 0, !told.isEmpty(), printed);
      }
    }
  }

  private long fields() {
    return Components.all(panel.view()).stream()
        .filter(f -> String.valueOf(f.getName()).startsWith("field-"))
        .filter(f -> !(f instanceof JComboBox))
        .count();
  }
}
